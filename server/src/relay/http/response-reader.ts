import type { Dispatcher } from 'undici';

import type { AttemptOutcome } from './attempt-outcome';
import type { Line, WatchedConnection } from './receiver-pool';
import { classifyError } from './classify-error';
import { responseText, type ResponseText } from './response-text';

/** One request and its answer, as undici tells of them. */
export interface ResponseReader {
  handler: Dispatcher.DispatchHandler;
  /** Told by which client the request goes, before it begins. */
  onLine(line: Line): void;
  /** Ends it with that error, unless it has ended. */
  cut(kind: 'timeout' | 'connection-error', error: string): void;
  /** Ends it with what kept it from beginning. */
  fail(error: unknown): void;
}

export interface ResponseReaderParts {
  /** Bytes of the answer to keep. The rest is not even read: the connection is given up instead. */
  maxBytes: number;
  /** Sends the request once more, on a fresh connection. */
  sendAgain: () => void;
  onEnd: (outcome: AttemptOutcome) => void;
}

/**
 * undici's own `request` makes a stream, an async iterator and the listeners of an abort signal of each
 * exchange: half of what a draining backlog would leave in old memory.
 */
export function createResponseReader({
  maxBytes,
  sendAgain,
  onEnd,
}: ResponseReaderParts): ResponseReader {
  const chunks: Buffer[] = [];
  let size = 0;
  let statusCode: number | null = null;
  let responseHeaders: AttemptOutcome['responseHeaders'] = null;
  let controller: Dispatcher.DispatchController | undefined;
  let line: Line | undefined;
  let connection: WatchedConnection | null = null;
  let isRepeated = false;
  let ended = false;

  /** With what had come of the answer until then. */
  function end(kind: AttemptOutcome['kind'], error: string | null): void {
    if (ended) return;
    ended = true;
    const isBroken = kind !== 'response';
    const finish = ({ text, isCut }: ResponseText): void => {
      onEnd({
        kind,
        statusCode,
        responseHeaders,
        responseBody: isBroken && size === 0 ? null : text,
        responseTruncated: isCut,
        error,
      });
    };
    const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    const text = responseText({ bytes, headers: responseHeaders, maxBytes, isBroken });
    if (text instanceof Promise) void text.then(finish);
    else finish(text);
  }

  const giveUp = (): void => controller?.abort(new Error('aborted'));

  /** A connection that the receiver closed while it was idle: that says nothing of the request. */
  function wasStale(error: NodeJS.ErrnoException): boolean {
    const isUnanswered = connection?.isReused() === true && !connection.hasAnswered();
    return isUnanswered && !isRepeated && wasReset(error.code);
  }

  return {
    handler: {
      onRequestStart(started) {
        controller = started;
        connection = line?.connection ?? null;
        connection?.begin();
        // It was cut while undici waited for the connection, in which nothing can be aborted.
        if (ended) giveUp();
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        statusCode = status;
        responseHeaders = headers as Record<string, string | string[]>;
        if (!hasNoBody(status)) return;
        end('response', null);
        // Whether it is on its way cannot be told: the next response would begin with it.
        if (announcesBody(status, responseHeaders)) giveUp();
      },
      onResponseData(_controller, chunk) {
        if (ended) return;
        chunks.push(chunk);
        size += chunk.length;
        if (size <= maxBytes) return;
        end('response', null);
        giveUp();
      },
      onResponseEnd() {
        end('response', null);
      },
      onResponseError(_controller, error) {
        if (!ended && wasStale(error)) {
          isRepeated = true;
          sendAgain();
          return;
        }
        const outcome = classifyError(error, connection);
        end(outcome.kind, outcome.error);
      },
    },
    onLine(taken) {
      line = taken;
    },
    fail(error) {
      const outcome = classifyError(error, null);
      end(outcome.kind, outcome.error);
    },
    cut(kind, error) {
      if (ended) return;
      end(kind, error);
      giveUp();
    },
  };
}

type Headers = Record<string, string | string[]>;

/** RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5: whatever their headers say. */
export function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Whether the receiver may send a body all the same. */
export function announcesBody(status: number, headers: Headers): boolean {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined) return true;
  // Without a length undici takes a 205 to go on until the connection ends.
  return length === undefined ? status === 205 : length !== '0';
}

const RESETS = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);

/** Whether the other side closed the connection, and nothing else went wrong. */
export function wasReset(code: string | undefined): boolean {
  return code !== undefined && RESETS.has(code);
}
