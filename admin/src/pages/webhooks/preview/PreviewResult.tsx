import { Flex, Typography } from '@strapi/design-system';
import { useMemo } from 'react';
import { styled } from 'styled-components';

import type { PreviewWebhook, WebhookDraft } from '../../../../../server/src/contracts/preview';
import { usePreviewDocumentWebhookQuery } from '../../../api/preview';
import { Loading } from '../../../components/Loading';
import { RequestView } from '../../../components/request/RequestView';
import { Section } from '../../../components/Section';
import { useAfterPause } from '../../../components/use-after-pause';
import { useText } from '../../../translations/use-text';
import { PreviewFailed } from './PreviewFailed';
import { Verdict } from './Verdict';

const PAUSE_MS = 500;

interface PreviewResultProps {
  draft: WebhookDraft;
  uid: string;
  documentId: string;
  locale: string | undefined;
  event: string;
  onGoToField: () => void;
}

/** What would become of the event, read again once typing pauses. */
export function PreviewResult(props: PreviewResultProps) {
  const text = useText();
  const { asked, isCurrent } = useAsked(props);
  const { data, error, isFetching, refetch } = usePreviewDocumentWebhookQuery(asked, {
    refetchOnMountOrArgChange: true,
  });
  const preview = data?.data;

  if (error && !isFetching) {
    return <PreviewFailed error={error} onRetry={refetch} onGoToField={props.onGoToField} />;
  }
  if (!preview) return <Loading />;
  return (
    <Fading aria-busy={isFetching || !isCurrent}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Verdict preview={preview} />
        {preview.request && (
          <Section title={text('detail.request')}>
            <RequestView request={preview.request} />
          </Section>
        )}
        <Typography variant="pi" textColor="neutral600">
          {text('preview.secrets')}
        </Typography>
      </Flex>
    </Fading>
  );
}

function useAsked({ draft, uid, documentId, locale, event }: PreviewResultProps) {
  const wanted = useMemo(
    (): PreviewWebhook.Request['body'] => ({
      webhook: draft,
      uid,
      documentId,
      event,
      ...(locale !== undefined && { locale }),
    }),
    [draft, uid, documentId, locale, event],
  );
  const asked = useAfterPause(wanted, PAUSE_MS);
  return { asked, isCurrent: asked === wanted };
}

/** Pales while it is about what was typed before. */
const Fading = styled.div`
  transition: opacity 0.2s;

  &[aria-busy='true'] {
    opacity: 0.6;
  }
`;
