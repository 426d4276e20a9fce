import { Flex, Typography } from '@strapi/design-system';

import { isCustomEvent } from '../../../../server/src/contracts/events';
import { useText } from '../../translations/use-text';
import { useSettledValues } from '../form/state/form-state';
import { CustomPreview } from './target/CustomPreview';
import { isComplete } from './draft';
import { EntryPreview } from './target/EntryPreview';
import { usePreviewTarget } from './target/use-preview-target';

/** The preview updates when typing pauses. */
const PAUSE_MS = 500;

interface PreviewPanelProps {
  /** The documentId of a saved webhook. */
  webhookId: string | undefined;
  /** Before the focus moves to a field of the form. */
  onGoToField: () => void;
}

/** Applies the webhook in the form to a real entry or a custom event. Nothing is sent. */
export function PreviewPanel(props: PreviewPanelProps) {
  const text = useText();
  const values = useSettledValues(PAUSE_MS);
  const [target, choose] = usePreviewTarget(values);
  const complete = isComplete(values);
  const custom = target !== null && isCustomEvent(target.event);
  const explained = custom ? 'explained.custom' : 'explained';
  const lead = complete ? (target ? explained : 'impossible') : 'incomplete';
  const Preview = custom ? CustomPreview : EntryPreview;

  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {text(`preview.${lead}`)}
      </Typography>
      {target && complete && (
        <Preview
          key={`${target.type.uid} ${target.locale ?? ''}`}
          {...props}
          values={values}
          target={target}
          onChoose={choose}
        />
      )}
    </Flex>
  );
}
