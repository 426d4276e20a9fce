import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useRotateDocumentWebhookSecretMutation } from '../../api/webhooks';
import { useText } from '../../translations/use-text';
import type { FieldErrors } from '../../api/field-errors';
import { useRefusal } from '../../hooks/use-field-errors';
import { newRotation, type Rotation, rotationBody } from './rotation';
import { useShowSecret } from './shown-secret';

interface Rotate {
  rotation: Rotation;
  change: (part: Partial<Rotation>) => void;
  /** Errors of `overlapHours` and `signingSecret`. */
  errors: FieldErrors;
  isRunning: boolean;
  /** Shows what was generated, or says where the fields are wrong. */
  run: () => Promise<void>;
}

export function useRotate({ documentId }: Webhook, onDone: () => void): Rotate {
  const text = useText();
  const showSecret = useShowSecret();
  const { toggleNotification } = useNotification();
  const [rotate, { isLoading: isRunning }] = useRotateDocumentWebhookSecretMutation();
  const [rotation, setRotation] = useState(newRotation);
  const { errors, setErrors, refuse } = useRefusal();

  const run = async () => {
    const asked = rotationBody(rotation, text);
    if ('errors' in asked) {
      setErrors(asked.errors);
      return;
    }
    const result = await rotate({ documentId, rotation: asked.body });
    if ('error' in result) {
      refuse(result.error);
      return;
    }
    toggleNotification({ type: 'success', message: text('signing.rotate.done') });
    onDone();
    if (rotation.source === 'generate') showSecret(result.data.meta);
  };

  return {
    rotation,
    change: (part) => {
      setRotation((before) => ({ ...before, ...part }));
      setErrors({});
    },
    errors,
    isRunning,
    run,
  };
}
