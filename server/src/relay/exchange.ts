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
    const text = textOf(chunks, maxBytes);
    end({
      kind: 'response',
      statusCode,
      responseHeaders,
      responseBody: text,
      responseTruncated: size > maxBytes,
      error: null,
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
        end({ ...outcomeOfError(error), statusCode });
      },
    },
    fail(error) {
      end(outcomeOfError(error));
    },
    cut(kind, error) {
      end({ ...failed(kind, error), statusCode });
      giveUp();
    },
  };
}

function textOf(chunks: Buffer[], maxBytes: number): string {
  const [first, ...others] = chunks;
  if (!first) return '';
  const bytes = others.length === 0 ? first : Buffer.concat(chunks);
  return bytes.toString('utf8', 0, maxBytes);
}
