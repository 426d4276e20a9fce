import type { AttemptOutcomeKind } from '../../contracts/deliveries';

/** How an HTTP try ended. A status other than 2xx is a `response` too. */
export interface AttemptOutcome {
  kind: AttemptOutcomeKind;
  /** Known of an answer that broke off too, like headers and body as far as they came. */
  statusCode: number | null;
  responseHeaders: Record<string, string | string[]> | null;
  responseBody: string | null;
  responseTruncated: boolean;
  /** In plain words, for whoever reads the log; null of a response. */
  error: string | null;
}

export function failed(kind: AttemptOutcomeKind, error: string): AttemptOutcome {
  return {
    kind,
    statusCode: null,
    responseHeaders: null,
    responseBody: null,
    responseTruncated: false,
    error,
  };
}
