import type { FieldError } from '../../../../server/src/contracts/envelope';
import type { WebhookDraft } from '../../../../server/src/contracts/preview';
import { byField, type FieldErrors } from '../../api/field-errors';
import { isEmptyRow } from '../form/state/rows';
import { toInput, type WebhookValues, withoutEmptyRows } from '../form/state/values';

/**
 * The values of the form as an unsaved webhook. No preview shows a signature, so a pasted secret is not
 * sent until the webhook is saved.
 */
export function toDraft(values: WebhookValues, documentId: string | undefined): WebhookDraft {
  const { signingSecret, ...draft } = toInput(withoutEmptyRows(values));
  return { ...draft, ...(documentId !== undefined && { documentId }) };
}

/** The values typed so far, including the signing secret, because a test is signed and sent. */
export function toTestDraft(values: WebhookValues): WebhookDraft {
  return toInput(withoutEmptyRows(values));
}

/** Whether the draft says enough to be tried. */
export function isComplete({ contentTypes, events, url }: WebhookValues): boolean {
  return contentTypes.length > 0 && events.length > 0 && url.trim() !== '';
}

const DRAFT = 'webhook';
const LISTS = ['headers', 'mapping', 'watchedFields'] as const;

/**
 * The errors of the draft by the paths of the form's fields. Empty rows were not sent, so the rows after
 * them have higher numbers in the form.
 */
export function draftErrors(violations: FieldError[], values: WebhookValues): FieldErrors {
  return byField(
    violations.map((violation) => {
      const [root, list = '', index, ...rest] = violation.path;
      if (root !== DRAFT) return violation;
      const row = index === undefined ? undefined : rowOf(values, list, Number(index));
      const path = violation.path.slice(1);
      return { ...violation, path: row === undefined ? path : [list, String(row), ...rest] };
    }),
  );
}

/** The index in the form of the nth row that is not empty. */
function rowOf(values: WebhookValues, list: string, index: number): number | undefined {
  const name = LISTS.find((known) => known === list);
  if (!name) return undefined;
  const rows = values[name].map((row, i) => (isEmptyRow(row) ? [] : [i])).flat();
  return rows[index];
}
