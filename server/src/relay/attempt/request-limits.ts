import { MOST_HEADER_BYTES } from '../../contracts/webhook-limits';

/** Characters of a URL with all that was evaluated in it; servers take fewer. */
const MAX_URL = 16_384;

interface RequestHead {
  url: string;
  headers: Record<string, string>;
}

/** Throws where URL or headers came to more than any receiver reads. */
export function checkRequestSize({ url, headers }: RequestHead): void {
  if (url.length > MAX_URL) {
    throw new Error(
      `The URL has ${String(url.length)} characters: more than ${String(MAX_URL)} are not sent`,
    );
  }
  const bytes = Object.entries(headers).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
  if (bytes <= MOST_HEADER_BYTES) return;
  throw new Error(
    `The headers have ${String(bytes)} bytes: more than ${String(MOST_HEADER_BYTES)} are not sent`,
  );
}
