import { Typography } from '@strapi/design-system';
import { useMemo } from 'react';

import { Loading } from '../../../components/Loading';
import { RefreshButton } from '../../../components/RefreshButton';
import { useText } from '../../../translations/use-text';
import { useWebhookValues } from '../form/use-webhook-field';
import { Backtest } from './Backtest';
import { toDraft } from './draft';
import { EntryPicker } from './EntryPicker';
import type { Choice, PreviewTarget } from './preview-target';
import { PreviewFailed } from './PreviewFailed';
import { PreviewResult } from './PreviewResult';
import { TargetFields } from './TargetFields';
import { useRecentEntries } from './use-recent-entries';

interface EntryPreviewProps {
  webhookId: string | undefined;
  target: PreviewTarget;
  onChoose: (part: Choice) => void;
  onGoToField: () => void;
}

/** Of the entries of one type in one locale. */
export function EntryPreview({ webhookId, target, onChoose, onGoToField }: EntryPreviewProps) {
  const text = useText();
  const values = useWebhookValues();
  const draft = useMemo(() => toDraft(values, webhookId), [values, webhookId]);
  const { type, event, locale } = target;
  const entries = useRecentEntries(target);
  const { entry, isLoading, error, refetch } = entries;
  const documentId = entry?.documentId;
  const wanted = useMemo(
    () =>
      documentId === undefined
        ? null
        : {
            webhook: draft,
            uid: type.uid,
            documentId,
            event,
            ...(locale !== undefined && { locale }),
          },
    [draft, type.uid, documentId, event, locale],
  );

  return (
    <>
      <TargetFields target={target} onChoose={onChoose}>
        {entry && <EntryPicker type={type} entries={entries} />}
      </TargetFields>
      {isLoading && <Loading />}
      {error !== undefined && (
        <PreviewFailed error={error} onRetry={refetch} onGoToField={onGoToField} />
      )}
      {!isLoading && error === undefined && !entry && (
        <>
          <Typography textColor="neutral600">
            {text('preview.noEntry', { type: type.displayName })}
          </Typography>
          <RefreshButton refetch={refetch} />
        </>
      )}
      {wanted && <PreviewResult wanted={wanted} onGoToField={onGoToField} />}
      <Backtest draft={draft} onGoToField={onGoToField} />
    </>
  );
}
