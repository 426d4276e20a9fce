import { Flex, Typography } from '@strapi/design-system';
import { useEffect } from 'react';
import { styled } from 'styled-components';

import type { PreviewWebhook } from '../../../../../server/src/contracts/preview';
import { usePreviewDocumentWebhookQuery } from '../../../api/preview';
import { Loading } from '../../../components/Loading';
import { RequestView } from '../../../components/request/RequestView';
import { Section } from '../../../components/Section';
import { useAfterPause } from '../../../components/use-after-pause';
import { useText } from '../../../translations/use-text';
import { usePreviewedFields } from '../form/previewed-fields';
import { PreviewFailed } from './PreviewFailed';
import { Verdict } from './Verdict';

const PAUSE_MS = 500;

interface PreviewResultProps {
  /** The same object as long as it is the same question. */
  wanted: PreviewWebhook.Request['body'];
  onGoToField: () => void;
}

/** What would become of the event, read again once typing pauses. */
export function PreviewResult({ wanted, onGoToField }: PreviewResultProps) {
  const text = useText();
  const asked = useAfterPause(wanted, PAUSE_MS);
  const { data, error, isFetching, refetch } = usePreviewDocumentWebhookQuery(asked, {
    refetchOnMountOrArgChange: true,
  });
  const preview = data?.data;
  const { show } = usePreviewedFields();
  useEffect(() => {
    show(preview?.fields ?? []);
    return () => show([]);
  }, [preview, show]);

  if (error && !isFetching) {
    return <PreviewFailed error={error} onRetry={refetch} onGoToField={onGoToField} />;
  }
  if (!preview) return <Loading />;
  return (
    <Fading aria-busy={isFetching || asked !== wanted}>
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

/** Pales while it is about what was typed before. */
const Fading = styled.div`
  transition: opacity 0.2s;

  &[aria-busy='true'] {
    opacity: 0.6;
  }
`;
