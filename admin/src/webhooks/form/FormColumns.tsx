import { Flex } from '@strapi/design-system';
import { useIsDesktop } from '@strapi/strapi/admin';
import { useMemo, useState, type ReactNode } from 'react';
import { styled } from 'styled-components';

import type { PreviewedField } from '../../../../server/src/contracts/preview';
import { PreviewAside } from '../preview/PreviewAside';
import { PreviewPanel } from '../preview/PreviewPanel';
import { PreviewedFields } from './state/previewed-fields';

interface FormColumnsProps {
  /** The documentId of a saved webhook. */
  webhookId: string | undefined;
  /** Without one, as for who may only look, the cards stand alone. */
  preview: PreviewDrawer | undefined;
  children: ReactNode;
}

export interface PreviewDrawer {
  /** Matters on a narrow screen only. */
  isOpen: boolean;
  close: () => void;
}

/** The cards, and beside them the preview; on a narrow screen it comes when it is called. */
export function FormColumns({ webhookId, preview, children }: FormColumnsProps) {
  const isDesktop = useIsDesktop();
  const [fields, show] = useState<PreviewedField[]>([]);
  const previewed = useMemo(() => ({ fields, show }), [fields]);
  const isShown = preview !== undefined && (isDesktop || preview.isOpen);

  // One structure for all: the permissions arrive after the first render, and cards that move are mounted again.
  return (
    <PreviewedFields.Provider value={previewed}>
      <Columns $areTwo={preview !== undefined}>
        <Flex direction="column" alignItems="stretch" gap={5} minWidth={0}>
          {children}
        </Flex>
        {isShown && (
          <PreviewAside onClose={isDesktop ? undefined : preview.close}>
            <PreviewPanel webhookId={webhookId} onGoToField={preview.close} />
          </PreviewAside>
        )}
      </Columns>
    </PreviewedFields.Provider>
  );
}

const Columns = styled.div<{ $areTwo: boolean }>`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: ${({ theme }) => theme.spaces[5]};
  align-items: start;

  ${({ theme }) => theme.breakpoints.large} {
    grid-template-columns: ${({ $areTwo }) => ($areTwo ? 'minmax(0, 7fr) minmax(0, 5fr)' : 'minmax(0, 1fr)')};
  }
`;
