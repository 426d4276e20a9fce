import { TextInput } from '@strapi/design-system';

import {
  LONGEST_OVERLAP_HOURS,
  type Signing,
} from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import { ActionDialog } from '../../components/ActionDialog';
import { useText } from '../../translations/use-text';
import { LabelledField } from '../../components/form/LabelledField';
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
      <LabelledField
        path="rotate-overlapHours"
        label={text('signing.rotate.overlapHours')}
        hint={text('signing.rotate.overlapHours.hint', { longest: LONGEST_OVERLAP_HOURS })}
        error={errors.overlapHours}
        required
      >
        {/* Not the design system's number input, which puts separators into what is being typed. */}
        <TextInput
          value={rotation.overlapHours}
          inputMode="decimal"
          autoComplete="off"
          onChange={(event) => change({ overlapHours: event.target.value })}
        />
      </LabelledField>
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
