import { Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { styled } from 'styled-components';

import { useText } from '../../translations/use-text';

interface PreviewAsideProps {
  /** Given where it lies over the form and not beside it. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
}

/** The frame of the preview: a column that stays in sight, or on a narrow screen a drawer. */
export function PreviewAside({ onClose, children }: PreviewAsideProps) {
  const text = useText();
  const titleId = useId();
  const box = useRef<HTMLElement>(null);
  const isDrawer = onClose !== undefined;
  useEffect(() => {
    if (isDrawer) box.current?.focus();
  }, [isDrawer]);

  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isOpenList(event.target)) onClose?.();
  };

  return (
    <Frame
      ref={box}
      tabIndex={-1}
      aria-labelledby={titleId}
      $isDrawer={isDrawer}
      onKeyDown={closeOnEscape}
    >
      <Flex justifyContent="space-between" paddingBottom={4}>
        <Typography tag="h2" variant="delta" id={titleId}>
          {text('preview.title')}
        </Typography>
        {isDrawer && (
          <IconButton variant="ghost" label={text('preview.close')} onClick={onClose}>
            <Cross />
          </IconButton>
        )}
      </Flex>
      {children}
    </Frame>
  );
}

/** Escape closes the list of a select first, and not what it lies in. */
function isOpenList(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.ariaExpanded === 'true';
}

/** The page's header stays in sight too: its height, and some air. */
const BELOW_HEADER = '7.2rem';

const Frame = styled.section<{ $isDrawer: boolean }>`
  position: ${({ $isDrawer }) => ($isDrawer ? 'fixed' : 'sticky')};
  z-index: ${({ theme, $isDrawer }) => ($isDrawer ? theme.zIndices.modal : 0)};
  inset: ${({ $isDrawer }) => ($isDrawer ? '0 0 0 auto' : 'auto')};
  top: ${({ $isDrawer }) => ($isDrawer ? 0 : BELOW_HEADER)};
  width: ${({ $isDrawer }) => ($isDrawer ? 'min(56rem, 100vw)' : 'auto')};
  max-height: ${({ $isDrawer }) => ($isDrawer ? 'none' : `calc(100vh - ${BELOW_HEADER} - 1.6rem)`)};
  overflow: auto;
  padding: ${({ theme }) => theme.spaces[5]};
  border-radius: ${({ theme, $isDrawer }) => ($isDrawer ? 0 : theme.borderRadius)};
  background: ${({ theme }) => theme.colors.neutral0};
  box-shadow: ${({ theme, $isDrawer }) =>
    $isDrawer ? theme.shadows.popupShadow : theme.shadows.tableShadow};
`;
