import {
  DEFAULT_OVERLAP_HOURS,
  LONGEST_OVERLAP_HOURS,
} from '../../../../server/src/contracts/webhook-choices';
import type { RotateSecret } from '../../../../server/src/contracts/webhooks';
import type { Text } from '../../translations/use-text';
import type { FieldErrors } from '../../api/field-errors';
import type { SecretSource } from './secret-source';

/** The values of the dialog. */
export interface Rotation {
  overlapHours: string;
  source: Exclude<SecretSource, 'keep'>;
  /** The pasted secret. */
  signingSecret: string;
}

export const newRotation: Rotation = {
  overlapHours: String(DEFAULT_OVERLAP_HOURS),
  source: 'generate',
  signingSecret: '',
};

/** The request to the API, or the errors by field. */
export function rotationBody(
  { overlapHours: typed, source, signingSecret }: Rotation,
  text: Text,
): { body: RotateSecret.Request['body'] } | { errors: FieldErrors } {
  const overlapHours = hoursOf(typed);
  if (overlapHours === null || overlapHours > LONGEST_OVERLAP_HOURS) {
    const overlap = text('signing.rotate.overlapHours.hint', { longest: LONGEST_OVERLAP_HOURS });
    return { errors: { overlapHours: overlap } };
  }
  if (source === 'generate') return { body: { overlapHours } };
  const pasted = signingSecret.trim();
  return pasted
    ? { body: { overlapHours, signingSecret: pasted } }
    : { errors: { signingSecret: text('form.required') } };
}

/** Null where it is no number of hours. */
function hoursOf(typed: string): number | null {
  return /^\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : null;
}
