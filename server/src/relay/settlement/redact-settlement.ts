import { redactIn, type Redact } from '../../expressions/redaction/redact';
import type { AttemptRecord } from '../../outbox/delivery';
import type { Settlement } from '../../outbox/consume/settle';

type Masked = Settlement & { masks: readonly string[]; variables: readonly string[] };

/** Masks secrets in the request, the response and the reason of an attempt. */
export function redactSettlement<T extends Masked>(redact: Redact, settlement: T): T {
  const { attempt, disposition, masks, variables } = settlement;
  if (masks.length === 0 && variables.length === 0) return settlement;
  const masked = (text: string): string => redact(text, { masks, variables });
  const maskedBody = (text: string, cut: boolean): string =>
    redact(text, { masks, variables, cut });
  return {
    ...settlement,
    attempt: attempt && redactAttempt(attempt, masked, maskedBody),
    disposition:
      'reason' in disposition
        ? { ...disposition, reason: redactIn(masked, disposition.reason) }
        : disposition,
  };
}

function redactAttempt(
  attempt: AttemptRecord,
  masked: (text: string) => string,
  maskedBody: (text: string, cut: boolean) => string,
): AttemptRecord {
  const { request, responseHeaders, responseBody, error } = attempt;
  const cut = attempt.responseTruncated || attempt.outcome !== 'response';
  return {
    ...attempt,
    request: request && {
      ...request,
      url: masked(request.url),
      headers: redactIn(masked, request.headers),
    },
    responseHeaders: redactIn(masked, responseHeaders),
    responseBody: responseBody === null ? null : maskedBody(responseBody, cut),
    error: error === null ? null : masked(error),
  };
}
