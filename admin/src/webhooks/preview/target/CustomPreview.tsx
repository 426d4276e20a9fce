import { useMemo, useState } from 'react';

import { CodeArea } from '../../../components/form/CodeArea';
import { useAfterPause } from '../../../hooks/use-after-pause';
import { useText } from '../../../translations/use-text';
import { LabelledField } from '../../../components/form/LabelledField';
import type { WebhookValues } from '../../form/state/values';
import { toDraft } from '../draft';
import { parseData } from './parse-data';
import type { Choice, PreviewTarget } from './preview-target';
import { PreviewResult } from '../result/PreviewResult';
import { TargetFields } from './TargetFields';

const EXAMPLE = '{ "total": 12.5 }';
const LINES = 4;
const PAUSE_MS = 500;

interface CustomPreviewProps {
  webhookId: string | undefined;
  /** The values when typing last paused. */
  values: WebhookValues;
  target: PreviewTarget;
  onChoose: (part: Choice) => void;
  onGoToField: () => void;
}

/** The preview of a custom event, with the data typed here. */
export function CustomPreview(props: CustomPreviewProps) {
  const { webhookId, values, target, onChoose, onGoToField } = props;
  const text = useText();
  const [typed, setTyped] = useState('');
  const settled = useAfterPause(typed, PAUSE_MS);
  const parsed = useMemo(() => parseData(settled), [settled]);
  const { type, event } = target;
  const wanted = useMemo(
    () => parsed && { webhook: toDraft(values, webhookId), uid: type.uid, event, ...parsed },
    [values, webhookId, type.uid, event, parsed],
  );

  return (
    <>
      <TargetFields contentTypes={values.contentTypes} target={target} onChoose={onChoose} />
      <LabelledField
        path="preview-data"
        label={text('preview.data')}
        hint={text('preview.data.hint')}
        error={parsed ? undefined : text('preview.data.invalid')}
      >
        <CodeArea value={typed} lines={LINES} placeholder={EXAMPLE} onChange={setTyped} />
      </LabelledField>
      {wanted && <PreviewResult values={values} wanted={wanted} onGoToField={onGoToField} />}
    </>
  );
}
