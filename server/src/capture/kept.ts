import type { ChangeView } from './change-view';

type Captured = Pick<ChangeView, 'snapshot' | 'context'>;

/** A character of UTF-16 takes so many bytes of UTF-8 at most. */
const MOST_BYTES_A_UNIT = 3;

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
  const units = snapshot.length + (context?.length ?? 0);
  if (units * MOST_BYTES_A_UNIT <= maxBytes) return null;
  const bytes = Buffer.byteLength(snapshot) + Buffer.byteLength(context ?? '');
  if (bytes <= maxBytes) return null;
  return `The document as it was captured has ${String(bytes)} bytes: more than delivery.maxSnapshotBytes, ${String(maxBytes)}, so it was not kept`;
}
