import { Agent, request as undiciRequest, type Dispatcher } from 'undici';

import { failed, type AttemptOutcome } from './attempt-outcome';
import { startDeadline } from './deadline';
import { outcomeOfError } from './outcome-of-error';
import { readCapped } from './read-capped';
import type { HttpRequest } from './request';

export type Sender = (request: HttpRequest, limits: SendLimits) => Promise<AttemptOutcome>;

export interface SendLimits {
  /** One total deadline in milliseconds: connect, headers and body. */
  timeoutMs: number;
  /** Bytes of the response to keep. */
  maxResponseBytes: number;
  /** Aborted when the instance stops and can wait no longer. */
  stopping: AbortSignal;
}

const LONGEST_CONNECT_MS = 60_000;

/** Connections are kept alive and shared; their number is bounded by the webhooks' `concurrency`. */
export function createSender(): { send: Sender; close: () => Promise<void> } {
  // The deadline of each request is the only one; undici's own would cut longer ones short.
  const agent = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: LONGEST_CONNECT_MS },
  });
  return {
    send: (request, limits) => send(agent, request, limits),
    close: () => agent.destroy(),
  };
}

async function send(
  dispatcher: Dispatcher,
  { url, method, headers, body }: HttpRequest,
  { timeoutMs, maxResponseBytes, stopping }: SendLimits,
): Promise<AttemptOutcome> {
  const deadline = startDeadline(timeoutMs, stopping);
  let statusCode: number | null = null;
  try {
    const { signal } = deadline;
    const options = { dispatcher, method, headers, body, signal };
    const response = await deadline.race(undiciRequest(url, options));
    statusCode = response.statusCode;
    const { text, truncated } = await deadline.race(readCapped(response.body, maxResponseBytes));
    return {
      kind: 'response',
      statusCode,
      responseHeaders: definedHeaders(response.headers),
      responseBody: text,
      responseTruncated: truncated,
      error: null,
    };
  } catch (error) {
    const outcome = deadline.expired()
      ? failed('timeout', `No complete answer within ${String(timeoutMs)} ms`)
      : outcomeOfError(error);
    return { ...outcome, statusCode };
  } finally {
    deadline.clear();
  }
}

function definedHeaders(headers: Dispatcher.ResponseData['headers']) {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string | string[]>;
}
