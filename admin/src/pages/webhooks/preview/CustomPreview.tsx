import { useMemo, useState } from 'react';

import { CodeArea } from '../../../components/CodeArea';
import { useText } from '../../../translations/use-text';
import { LabelledField } from '../form/LabelledField';
import { useWebhookValues } from '../form/use-webhook-field';
import { toDraft } from './draft';
import { parseData } from './parse-data';
import type { Choice, PreviewTarget } from './preview-target';
import { PreviewResult } from './PreviewResult';
import { TargetFields } from './TargetFields';

const EXAMPLE = '{ "total": 12.5 }';
const LINES = 4;

interface CustomPreviewProps {
  webhookId: string | undefined;
  target: PreviewTarget;
  onChoose: (part: Choice) => void;
  onGoToField: () => void;
}

/** Of an event that the app's own code emits, with the data that is typed here. */
export function CustomPreview({ webhookId, target, onChoose, onGoToField }: CustomPreviewProps) {
  const text = useText();
  const values = useWebhookValues();
  const [typed, setTyped] = useState('');
  const parsed = useMemo(() => parseData(typed), [typed]);
  const { type, event } = target;
  const wanted = useMemo(
    () => parsed && { webhook: toDraft(values, webhookId), uid: type.uid, event, ...parsed },
    [values, webhookId, type.uid, event, parsed],
  );

  return (
    <>
      <TargetFields target={target} onChoose={onChoose} />
      <LabelledField
        path="preview-data"
        label={text('preview.data')}
        hint={text('preview.data.hint')}
        error={parsed ? undefined : text('preview.data.invalid')}
      >
        <CodeArea value={typed} lines={LINES} placeholder={EXAMPLE} onChange={setTyped} />
      </LabelledField>
      {wanted && <PreviewResult wanted={wanted} onGoToField={onGoToField} />}
    </>
  );
}
