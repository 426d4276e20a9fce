import { z } from 'zod';

import { RETRY_OUTCOMES, type RetryOn } from '../../contracts/webhook-choices';

const MAX_ENTRIES = 50;
const LOWEST_STATUS = 300;
const HIGHEST_STATUS = 599;

const FORMS = `Write status codes (408), status classes ("5xx") or outcomes (${RETRY_OUTCOMES.join(', ')})`;

type Entry = number | string;

/**
 * `"all"`, or a list of status codes, status classes and outcomes. A code given as a string becomes
 * a number, a class lower case. An error has the index of its entry.
 */
export const retryOnSchema = z.unknown().transform((value, context): RetryOn => {
  if (value === 'all') return value;
  if (!Array.isArray(value)) {
    context.addIssue({ code: 'custom', message: `Write "all" or a list. ${FORMS}` });
    return z.NEVER;
  }
  if (value.length > MAX_ENTRIES) {
    context.addIssue({
      code: 'custom',
      message: `The list is too long: at most ${String(MAX_ENTRIES)} entries`,
    });
    return z.NEVER;
  }
  const entries = value.map(normalize);
  entries.forEach((entry, index) => {
    const message = entryProblem(entry) ?? duplicateProblem(entries, index);
    if (message !== null) context.addIssue({ code: 'custom', path: [index], message });
  });
  return entries as Entry[];
});

function normalize(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry;
  const text = entry.trim().toLowerCase();
  return /^\d+$/.test(text) ? Number(text) : text;
}

function entryProblem(entry: unknown): string | null {
  if (typeof entry === 'number') return statusProblem(entry);
  if (typeof entry !== 'string') return `An entry must be a number or a string. ${FORMS}`;
  if (/^[3-5]xx$/.test(entry) || RETRY_OUTCOMES.some((outcome) => outcome === entry)) return null;
  if (entry === 'blocked' || entry === 'render-error') {
    return `"${entry}" is never retried: the next attempt would end the same way`;
  }
  if (/^\dxx$/.test(entry))
    return `"${shorten(entry)}" is not a retryable status class. Use 3xx, 4xx or 5xx`;
  return `Unknown entry "${shorten(entry)}". ${FORMS}`;
}

function statusProblem(status: number): string | null {
  if (status === 410) return '410 is never retried: it disables the webhook';
  if (status >= 200 && status < 300)
    return `${String(status)} is a success and is never retried. Remove it from the list`;
  const known = Number.isInteger(status) && status >= LOWEST_STATUS && status <= HIGHEST_STATUS;
  return known
    ? null
    : `${String(status)} is not a valid status code. Use ${String(LOWEST_STATUS)} to ${String(HIGHEST_STATUS)}`;
}

function duplicateProblem(entries: unknown[], index: number): string | null {
  const entry = entries[index];
  return entries.indexOf(entry) < index
    ? `${String(entry)} is in the list twice. Remove one`
    : null;
}

function shorten(entry: string): string {
  return entry.length > 40 ? `${entry.slice(0, 40)}…` : entry;
}
