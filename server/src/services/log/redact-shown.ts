import type { Attempt, DeliveryDetail, SentRequest } from '../../contracts/deliveries';
import type { Preview } from '../../contracts/preview';
import { redactIn } from '../../expressions/redaction/redact';

type Masked = (text: string) => string;

/** Masks secrets in the texts of a delivery. Its state is left unchanged. */
export function redactDetail(masked: Masked, detail: DeliveryDetail): DeliveryDetail {
  return {
    ...detail,
    reason: redactIn(masked, detail.reason),
    request: detail.request && redactRequest(masked, detail.request),
    attempts: detail.attempts.map((attempt) => redactAttempt(masked, attempt)),
  };
}

export function redactPreview(masked: Masked, preview: Preview): Preview {
  const { matches, request, warnings, ...texts } = preview;
  return {
    ...redactIn(masked, texts),
    matches,
    warnings: warnings.map((warning) => ({
      ...warning,
      ...redactIn(masked, { message: warning.message }),
    })),
    request: request && redactRequest(masked, request),
  };
}

function redactRequest(masked: Masked, { method, ...texts }: SentRequest): SentRequest {
  return { method, ...redactIn(masked, texts) };
}

function redactAttempt(masked: Masked, attempt: Attempt): Attempt {
  const { responseHeaders, responseBody, error } = attempt;
  return { ...attempt, ...redactIn(masked, { responseHeaders, responseBody, error }) };
}
