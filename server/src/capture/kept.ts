import { bytesBeyond } from '../outbox/bytes-beyond';
import type { ChangeView } from './change-view';

type Captured = Pick<ChangeView, 'snapshot' | 'context'>;

/**
 * What the outbox keeps of a document. A statement that a database refuses for its size would fail the
 * editor's save: of what is too large only that is kept, for the relay to tell.
 */
export function keptOf(
  { snapshot, context }: Captured,
  maxBytes: number,
): Captured | { snapshot: null; context: string } {
  const tooLarge = sizeProblemOf({ snapshot, context }, maxBytes);
  if (tooLarge === null) return { snapshot, context };
  return { snapshot: null, context: JSON.stringify({ tooLarge }) };
}

/** Why a document as captured is not kept; null where it is. */
export function sizeProblemOf({ snapshot, context }: Captured, maxBytes: number): string | null {
  const bytes = bytesBeyond(maxBytes, snapshot, context);
  if (bytes === null) return null;
  return `The document as it was captured has ${String(bytes)} bytes: more than delivery.maxSnapshotBytes, ${String(maxBytes)}, so it was not kept`;
}
