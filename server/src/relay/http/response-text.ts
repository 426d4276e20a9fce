import type { Transform } from 'node:stream';
import { TextDecoder } from 'node:util';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
} from 'node:zlib';

type Headers = Record<string, string | string[]> | null;

export interface ResponseBytes {
  /** The received bytes, possibly more than are kept. */
  bytes: Buffer;
  headers: Headers;
  /** Bytes to keep. */
  maxBytes: number;
  /** Whether the response was incomplete. */
  isBroken: boolean;
}

export interface ResponseText {
  text: string;
  /** Whether the body is longer than the kept part. */
  isCut: boolean;
}

/**
 * The body of a response as text, by its `content-encoding` and charset. Decompresses no more than is kept.
 * A body with an unknown or repeated encoding stays as received. Returns a promise only if it decompresses.
 */
export function responseText(response: ResponseBytes): ResponseText | Promise<ResponseText> {
  const { bytes, headers, maxBytes } = response;
  const coding = firstHeader(headers, 'content-encoding').trim().toLowerCase();
  const decompressor = bytes.length === 0 ? null : createDecompressor(coding, bytes);
  return decompressor
    ? decompress(decompressor, bytes.subarray(0, maxBytes), maxBytes).then((decompressed) => {
        const { text, isCut } = read({ ...response, bytes: decompressed ?? bytes });
        return { text, isCut: isCut || bytes.length > maxBytes };
      })
    : read(response);
}

/** Leaves out an incomplete character at the end, which may be part of a secret. */
function read({ bytes, headers, maxBytes, isBroken }: ResponseBytes): ResponseText {
  const isCut = bytes.length > maxBytes;
  const kept = bytes.subarray(0, maxBytes);
  const decoder = createDecoder(firstHeader(headers, 'content-type'));
  // Decoded in two steps: in one, Node reads ISO 8859-1 as windows-1252.
  const text = decoder.decode(kept, { stream: true });
  return { text: isCut || isBroken ? text : text + decoder.decode(), isCut };
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

function createDecoder(contentType: string): TextDecoder {
  const charset = CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    // Unknown charset.
    return new TextDecoder('utf-8', { ignoreBOM: true });
  }
}

/** Decompressors that return partial output if the input is incomplete. */
function createDecompressor(coding: string, bytes: Buffer): Transform | null {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options);
    case 'deflate':
      // RFC 9110 requires the zlib format, whose first byte has the method 8. Some servers omit the zlib
      // header.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}

/**
 * Returns slightly more than `maxBytes` if there is more; null if nothing could be decompressed.
 */
function decompress(
  decompressor: Transform,
  compressed: Buffer,
  maxBytes: number,
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    decompressor.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) decompressor.destroy();
    });
    decompressor.on('error', () => undefined);
    decompressor.on('close', () => {
      resolve(size === 0 ? null : Buffer.concat(chunks));
    });
    decompressor.end(compressed);
  });
}

function firstHeader(headers: Headers, name: string): string {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
