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
  /** As they came; maybe more than are kept. */
  bytes: Buffer;
  headers: Headers;
  /** Bytes to keep. */
  maxBytes: number;
  /** Whether the response ended before its end. */
  isBroken: boolean;
}

export interface ResponseText {
  text: string;
  /** Whether there was more than is kept. */
  isCut: boolean;
}

/**
 * The body of a response as text, by its `content-encoding` and the charset of its `content-type`. No
 * more is unpacked than is kept. What cannot be unpacked stays as it came, as does what was packed
 * more than once. A promise only where something is unpacked.
 */
export function responseText(response: ResponseBytes): ResponseText | Promise<ResponseText> {
  const { bytes, headers, maxBytes } = response;
  const coding = headerOf(headers, 'content-encoding').trim().toLowerCase();
  const unpacker = bytes.length === 0 ? null : unpackerOf(coding, bytes);
  return unpacker
    ? unpack(unpacker, bytes.subarray(0, maxBytes), maxBytes).then((unpacked) => {
        const { text, isCut } = read({ ...response, bytes: unpacked ?? bytes });
        return { text, isCut: isCut || bytes.length > maxBytes };
      })
    : read(response);
}

/** A character that is not whole at the end is left out: it may be half of one in a secret. */
function read({ bytes, headers, maxBytes, isBroken }: ResponseBytes): ResponseText {
  const isCut = bytes.length > maxBytes;
  const kept = bytes.subarray(0, maxBytes);
  const decoder = decoderOf(headerOf(headers, 'content-type'));
  // In two steps also where all is there: in one, Node takes windows-1252 for ISO 8859-1.
  const text = decoder.decode(kept, { stream: true });
  return { text: isCut || isBroken ? text : text + decoder.decode(), isCut };
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

function decoderOf(contentType: string): TextDecoder {
  const charset = CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    // It names a charset that nobody knows.
    return new TextDecoder('utf-8', { ignoreBOM: true });
  }
}

/** Each gives out what it has when the bytes end too early. */
function unpackerOf(coding: string, bytes: Buffer): Transform | null {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options);
    case 'deflate':
      // By RFC 9110 in the format of zlib, which begins with the method 8. Some servers leave that out.
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? createInflate(options) : createInflateRaw(options);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}

/** A few bytes more than are kept, where there are more; null where nothing could be unpacked. */
function unpack(unpacker: Transform, packed: Buffer, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    unpacker.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) unpacker.destroy();
    });
    unpacker.on('error', () => undefined);
    unpacker.on('close', () => {
      resolve(size === 0 ? null : Buffer.concat(chunks));
    });
    unpacker.end(packed);
  });
}

function headerOf(headers: Headers, name: string): string {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
