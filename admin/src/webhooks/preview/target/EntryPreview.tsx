import { Typography } from '@strapi/design-system';
import { useMemo } from 'react';

import { Loading } from '../../../components/list/Loading';
import { RefreshButton } from '../../../components/list/RefreshButton';
import { useText } from '../../../translations/use-text';
import type { WebhookValues } from '../../form/state/values';
import { DryRun } from '../result/DryRun';
import { toDraft } from '../draft';
import { EntryPicker } from './EntryPicker';
import type { Choice, PreviewTarget } from './preview-target';
import { PreviewFailed } from '../result/PreviewFailed';
import { PreviewResult } from '../result/PreviewResult';
import { TargetFields } from './TargetFields';
import { useRecentEntries } from './use-recent-entries';

interface EntryPreviewProps {
  webhookId: string | undefined;
  /** The values when typing last paused. */
  values: WebhookValues;
  target: PreviewTarget;
  onChoose: (part: Choice) => void;
  onGoToField: () => void;
}

/** The preview of an entry of one type in one locale. */
export function EntryPreview(props: EntryPreviewProps) {
  const { webhookId, values, target, onChoose, onGoToField } = props;
  const text = useText();
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
      <TargetFields contentTypes={values.contentTypes} target={target} onChoose={onChoose}>
        {entry && <EntryPicker type={type} entries={entries} />}
      </TargetFields>
      {isLoading && <Loading />}
      {error !== undefined && (
        <PreviewFailed values={values} error={error} onRetry={refetch} onGoToField={onGoToField} />
      )}
      {!isLoading && error === undefined && !entry && (
        <>
          <Typography textColor="neutral600">
            {text('preview.noEntry', { type: type.displayName })}
          </Typography>
          <RefreshButton refetch={refetch} />
        </>
      )}
      {wanted && <PreviewResult values={values} wanted={wanted} onGoToField={onGoToField} />}
      <DryRun values={values} draft={draft} onGoToField={onGoToField} />
    </>
  );
}
