import { exceedsBytes } from '../../outbox/database/utf8-size';
import type { WebhookView } from '../filter/webhook-projection';

type Captured = Pick<WebhookView, 'snapshot' | 'context' | 'tooLarge'>;
type Kept = Pick<WebhookView, 'snapshot' | 'context'>;

/**
 * What the outbox keeps of a document. A statement that a database refuses for its size would fail the
 * editor's save (I4): of what is too large only that is kept, for the relay to tell.
 */
export function limitSnapshot(captured: Captured, maxBytes: number): Kept {
  const { snapshot, context } = captured;
  const problem = captured.tooLarge ?? snapshotSizeProblem({ snapshot, context }, maxBytes);
  if (problem === null) return { snapshot, context };
  return { snapshot: null, context: JSON.stringify({ tooLarge: problem }) };
}

/** Why a document as captured is not kept; null where it is. */
export function snapshotSizeProblem({ snapshot, context }: Kept, maxBytes: number): string | null {
  const bytes = exceedsBytes(maxBytes, snapshot, context);
  return bytes === null ? null : tooLarge(String(bytes), maxBytes);
}

/** Says that a document of so many bytes is not kept. */
export function tooLarge(bytes: string, maxBytes: number): string {
  return `The document as it was captured has ${bytes} bytes: more than delivery.maxSnapshotBytes, ${String(maxBytes)}, so it was not kept`;
}
