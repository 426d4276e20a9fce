import { Field, NumberInput } from '@strapi/design-system';

import {
  LONGEST_OVERLAP_HOURS,
  type Signing,
} from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { ActionDialog } from '../../components/ActionDialog';
import { useText } from '../../translations/use-text';
import { SecretFields } from './SecretFields';
import { useRotate } from './use-rotate';

const SOURCES = ['generate', 'paste'] as const;

interface RotateDialogProps {
  webhook: Webhook;
  signing: Exclude<Signing, 'none'>;
  onClose: () => void;
}

/** A new secret signs from now on, and the old one beside it for as long as the receiver needs. */
export function RotateDialog({ webhook, signing, onClose }: RotateDialogProps) {
  const text = useText();
  const { rotation, change, errors, isRunning, run } = useRotate(webhook, onClose);

  return (
    <ActionDialog
      title={text('signing.rotate.title', { name: webhook.name })}
      explained={text('signing.rotate.explained')}
      confirm={text('signing.rotate.confirm')}
      isRunning={isRunning}
      onConfirm={run}
      onClose={onClose}
    >
      <Field.Root
        id="rotate-overlapHours"
        name="overlapHours"
        error={errors.overlapHours ?? false}
        hint={text('signing.rotate.overlapHours.hint', { longest: LONGEST_OVERLAP_HOURS })}
        required
      >
        <Field.Label>{text('signing.rotate.overlapHours')}</Field.Label>
        <NumberInput
          {...(rotation.overlapHours !== null && { value: rotation.overlapHours })}
          onValueChange={(hours) => change({ overlapHours: hours ?? null })}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
      <SecretFields
        path="rotate-signingSecret"
        signing={signing}
        sources={SOURCES}
        source={rotation.source}
        secret={rotation.signingSecret}
        error={errors.signingSecret}
        disabled={isRunning}
        onChange={(source, signingSecret) => change({ source, signingSecret })}
      />
    </ActionDialog>
  );
}
