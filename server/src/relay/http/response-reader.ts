import type { Dispatcher } from 'undici';

import type { AttemptOutcome } from './attempt-outcome';
import type { Line, WatchedConnection } from './receiver-pool';
import { classifyError, wasReset } from './classify-error';
import { responseText, type ResponseText } from './response-text';

/** Reads the response of one request, as a handler of undici. */
export interface ResponseReader {
  handler: Dispatcher.DispatchHandler;
  /** Called with the client that sends the request, before it begins. */
  onLine(line: Line): void;
  /** Ends the request with this error, unless it has ended. */
  cut(kind: 'timeout' | 'connection-error', error: string): void;
  /** Ends the request with the error that prevented it. */
  fail(error: unknown): void;
}

export interface ResponseReaderParts {
  /** Bytes of the response to keep. The rest is not read: the connection is closed. */
  maxBytes: number;
  /** Sends the request again on a fresh connection. */
  sendAgain: () => void;
  onEnd: (outcome: AttemptOutcome) => void;
}

/**
 * Replaces undici's `request`, which creates a stream, an async iterator and abort listeners for each
 * request. These were half of the old-generation memory that a draining backlog used.
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

  /** Ends the request with the part of the response received so far. */
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

  const abort = (): void => controller?.abort(new Error('aborted'));

  /** True if the receiver closed an idle connection. The request itself was not the cause. */
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
        // The request was ended while undici waited for the connection, when it could not be aborted.
        if (ended) abort();
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        statusCode = status;
        responseHeaders = headers as Record<string, string | string[]>;
        if (!hasNoBody(status)) return;
        end('response', null);
        // A body may still arrive and would become part of the next response.
        if (maySendBody(status, responseHeaders)) abort();
      },
      onResponseData(_controller, chunk) {
        if (ended) return;
        chunks.push(chunk);
        size += chunk.length;
        if (size <= maxBytes) return;
        end('response', null);
        abort();
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
      abort();
    },
  };
}

type Headers = Record<string, string | string[]>;

/**
 * Statuses without a body, whatever the headers say (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
 */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Whether the receiver may send a body nevertheless. */
function maySendBody(status: number, headers: Headers): boolean {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined) return true;
  // Without a length undici reads a 205 until the connection ends.
  return length === undefined ? status === 205 : length !== '0';
}
