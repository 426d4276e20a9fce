import { Flex, Typography } from '@strapi/design-system';
import { useEffect } from 'react';
import { styled } from 'styled-components';

import type { PreviewWebhook } from '../../../../../server/src/contracts/preview';
import { usePreviewDocumentWebhookQuery } from '../../../api/preview';
import { Loading } from '../../../components/list/Loading';
import { Notice } from '../../../components/list/Notice';
import { RequestView } from '../../../components/request/RequestView';
import { Section } from '../../../components/Section';
import { useText } from '../../../translations/use-text';
import { useFormState } from '../../form/state/form-state';
import { usePreviewedFields } from '../../form/state/previewed-fields';
import type { WebhookValues } from '../../form/state/values';
import { PreviewFailed } from './PreviewFailed';
import { TestPanel } from '../test/TestPanel';
import { useWebhookTest } from '../test/test-context';
import { Verdict } from './Verdict';

interface PreviewResultProps {
  /** The form's, of which the question is made. */
  values: WebhookValues;
  /** The same object as long as it is the same question. */
  wanted: PreviewWebhook.Request['body'];
  onGoToField: () => void;
}

/** The result for the event, updated when typing pauses. */
export function PreviewResult({ values, wanted, onGoToField }: PreviewResultProps) {
  const text = useText();
  const isStale = useFormState((form) => form.values !== values);
  const { data, error, isFetching, refetch } = usePreviewDocumentWebhookQuery(wanted, {
    refetchOnMountOrArgChange: true,
  });
  const preview = data?.data;
  const { show } = usePreviewedFields();
  useEffect(() => {
    show(preview?.fields ?? []);
    return () => show([]);
  }, [preview, show]);

  const showTarget = useWebhookTest()?.show;
  const sendable = Boolean(preview?.request);
  useEffect(() => {
    const { webhook, ...target } = wanted;
    showTarget?.(sendable ? target : null);
    return () => showTarget?.(null);
  }, [wanted, sendable, showTarget]);

  if (error && !isFetching) {
    return (
      <PreviewFailed values={values} error={error} onRetry={refetch} onGoToField={onGoToField} />
    );
  }
  if (!preview) return <Loading />;
  return (
    <Fading aria-busy={isFetching || isStale}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Verdict values={values} preview={preview} />
        {preview.warnings.length > 0 && (
          <Notice tone="warning" title={text('preview.warnings')}>
            {preview.warnings.map(({ path, message }) => (
              <Typography key={`${path} ${message}`} style={{ overflowWrap: 'anywhere' }}>
                {text(`preview.warnings.${path}`)}: {message}
              </Typography>
            ))}
          </Notice>
        )}
        {preview.request && (
          <Section title={text('detail.request')}>
            <RequestView request={preview.request} />
          </Section>
        )}
        <Typography variant="pi" textColor="neutral600">
          {text('preview.secrets')}
        </Typography>
        <TestPanel values={values} onGoToField={onGoToField} />
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
