import { exceedsBytes } from '../../outbox/database/utf8-size';
import type { WebhookView } from '../filter/webhook-projection';

type Captured = Pick<WebhookView, 'snapshot' | 'context' | 'tooLarge'>;
type StoredTexts = Pick<WebhookView, 'snapshot' | 'context'>;

/**
 * Limits a document to the size that the outbox stores. An oversized statement would fail the editor's save
 * (I4), so a document that is too large is replaced with an error message, which the relay reports.
 */
export function limitSnapshot(captured: Captured, maxBytes: number): StoredTexts {
  const { snapshot, context } = captured;
  const problem = captured.tooLarge ?? snapshotSizeProblem({ snapshot, context }, maxBytes);
  if (problem === null) return { snapshot, context };
  return { snapshot: null, context: JSON.stringify({ tooLarge: problem }) };
}

/** Error message if the captured document is too large; else null. */
export function snapshotSizeProblem(
  { snapshot, context }: StoredTexts,
  maxBytes: number,
): string | null {
  const bytes = exceedsBytes(maxBytes, snapshot, context);
  return bytes === null ? null : tooLarge(String(bytes), maxBytes);
}

/** Error message for a document of `bytes` bytes. */
export function tooLarge(bytes: string, maxBytes: number): string {
  return `The captured document has ${bytes} bytes and was not stored: the limit is ${String(maxBytes)}. Send fewer fields, or raise delivery.maxSnapshotBytes`;
}
