import type { AttemptOutcomeKind } from '../../contracts/deliveries';

/** Outcome of an HTTP request. A status other than 2xx is a `response` too. */
export interface AttemptOutcome {
  kind: AttemptOutcomeKind;
  /**
   * Also set if the response was incomplete, like the headers and the body as far as they were received.
   */
  statusCode: number | null;
  responseHeaders: Record<string, string | string[]> | null;
  responseBody: string | null;
  responseTruncated: boolean;
  /** Error message for the reader of the log; null for a response. */
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
