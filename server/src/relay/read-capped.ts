import type { Readable } from 'node:stream';

/** Reads a body's first bytes. The rest is neither read nor kept: the connection is given up instead. */
export async function readCapped(
  body: Readable,
  maxBytes: number,
): Promise<{ text: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > maxBytes) break;
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
  // PostgreSQL refuses NUL in text.
  return { text: text.replaceAll('\0', '\uFFFD'), truncated: size > maxBytes };
}
