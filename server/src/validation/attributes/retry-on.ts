import { z } from 'zod';

import { RETRY_OUTCOMES, type RetryOn } from '../../contracts/webhook-choices';

const MOST_ENTRIES = 50;
const LOWEST_STATUS = 300;
const HIGHEST_STATUS = 599;

const FORMS = `Write status codes (408), ranges of a hundred ("5xx") or outcomes (${RETRY_OUTCOMES.join(', ')})`;

type Entry = number | string;

/**
 * `"all"`, or a list of what is retried. A code that is given as text becomes a number, a range lower
 * case. An error names the entry by its index.
 */
export const retryOnSchema = z.unknown().transform((value, context): RetryOn => {
  if (value === 'all') return value;
  if (!Array.isArray(value)) {
    context.addIssue({ code: 'custom', message: `Write "all" or a list. ${FORMS}` });
    return z.NEVER;
  }
  if (value.length > MOST_ENTRIES) {
    context.addIssue({ code: 'custom', message: `At most ${String(MOST_ENTRIES)} entries` });
    return z.NEVER;
  }
  const entries = value.map(normalized);
  entries.forEach((entry, index) => {
    const message = problemOf(entry) ?? repeatProblem(entries, index);
    if (message !== null) context.addIssue({ code: 'custom', path: [index], message });
  });
  return entries as Entry[];
});

function normalized(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry;
  const text = entry.trim().toLowerCase();
  return /^\d+$/.test(text) ? Number(text) : text;
}

function problemOf(entry: unknown): string | null {
  if (typeof entry === 'number') return problemOfStatus(entry);
  if (typeof entry !== 'string') return `An entry is a number or a text. ${FORMS}`;
  if (/^[3-5]xx$/.test(entry) || RETRY_OUTCOMES.some((outcome) => outcome === entry)) return null;
  if (entry === 'blocked' || entry === 'render-error') {
    return `"${entry}" is never retried: the next attempt would end the same way`;
  }
  if (/^\dxx$/.test(entry)) return `There are the ranges 3xx, 4xx and 5xx, not "${shown(entry)}"`;
  return `Unknown entry "${shown(entry)}". ${FORMS}`;
}

function problemOfStatus(status: number): string | null {
  if (status === 410) return '410 is never retried: it disables the webhook';
  if (status >= 200 && status < 300) return `${String(status)} is a success`;
  const known = Number.isInteger(status) && status >= LOWEST_STATUS && status <= HIGHEST_STATUS;
  return known
    ? null
    : `A status code is from ${String(LOWEST_STATUS)} to ${String(HIGHEST_STATUS)}, not ${String(status)}`;
}

function repeatProblem(entries: unknown[], index: number): string | null {
  const entry = entries[index];
  return entries.indexOf(entry) < index ? `${String(entry)} is in the list twice` : null;
}

function shown(entry: string): string {
  return entry.length > 40 ? `${entry.slice(0, 40)}…` : entry;
}
