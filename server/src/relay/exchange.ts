import { StringDecoder } from 'node:string_decoder';

import type { Dispatcher } from 'undici';

import { failed, type AttemptOutcome } from './attempt-outcome';
import { outcomeOfError } from './outcome-of-error';

/** One request and its answer, as undici tells of them. */
export interface Exchange {
  handler: Dispatcher.DispatchHandler;
  /** Ends it with that error, unless it has ended. */
  cut(kind: 'timeout' | 'connection-error', error: string): void;
  /** Ends it with what kept it from beginning. */
  fail(error: unknown): void;
}

export interface ExchangeParts {
  /** Bytes of the answer to keep. The rest is not even read: the connection is given up instead. */
  maxBytes: number;
  onEnd: (outcome: AttemptOutcome) => void;
}

/**
 * undici's own `request` makes a stream, an async iterator and the listeners of an abort signal of each
 * exchange: half of what a draining backlog would leave in old memory.
 */
export function createExchange({ maxBytes, onEnd }: ExchangeParts): Exchange {
  const chunks: Buffer[] = [];
  let size = 0;
  let statusCode: number | null = null;
  let responseHeaders: AttemptOutcome['responseHeaders'] = null;
  let controller: Dispatcher.DispatchController | undefined;
  let ended = false;

  function end(outcome: AttemptOutcome): void {
    if (ended) return;
    ended = true;
    onEnd(outcome);
  }

  function endAnswered(): void {
    const responseTruncated = size > maxBytes;
    end({
      kind: 'response',
      statusCode,
      responseHeaders,
      responseBody: responseTruncated ? beginningOf(chunks, maxBytes) : textOf(chunks),
      responseTruncated,
      error: null,
    });
  }

  /** With what had come of the answer until then. */
  function endFailed({ kind, error }: AttemptOutcome): void {
    end({
      kind,
      statusCode,
      responseHeaders,
      responseBody: size === 0 ? null : beginningOf(chunks, maxBytes),
      responseTruncated: false,
      error,
    });
  }

  const giveUp = (): void => controller?.abort(new Error('aborted'));

  return {
    handler: {
      onRequestStart(started) {
        controller = started;
        // It was cut while undici waited for the connection, in which nothing can be aborted.
        if (ended) giveUp();
      },
      onResponseStart(_controller, status, headers) {
        // Before the answer there may be others, like 103 Early Hints.
        if (status < 200) return;
        statusCode = status;
        responseHeaders = headers as Record<string, string | string[]>;
      },
      onResponseData(_controller, chunk) {
        if (ended) return;
        chunks.push(chunk);
        size += chunk.length;
        if (size <= maxBytes) return;
        endAnswered();
        giveUp();
      },
      onResponseEnd: endAnswered,
      onResponseError(_controller, error) {
        endFailed(outcomeOfError(error));
      },
    },
    fail(error) {
      end(outcomeOfError(error));
    },
    cut(kind, error) {
      if (ended) return;
      endFailed(failed(kind, error));
      giveUp();
    },
  };
}

function textOf(chunks: Buffer[]): string {
  const [first, ...others] = chunks;
  if (!first) return '';
  return (others.length === 0 ? first : Buffer.concat(chunks)).toString();
}

/** Of whole characters: half a one at the end would keep what is left of a secret from being masked. */
function beginningOf(chunks: Buffer[], maxBytes: number): string {
  return new StringDecoder('utf8').write(Buffer.concat(chunks).subarray(0, maxBytes));
}
