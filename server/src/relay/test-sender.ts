import type { PluginConfig } from '../config';
import type { Evaluator } from '../expressions/evaluation/evaluator';
import type { Redact } from '../expressions/redaction/redact';
import type { Connection } from '../outbox/database/tables';
import type { DeliveryRecord, FrozenBody } from '../outbox/delivery';
import { logTest } from '../outbox/operator/log-test';
import type { CompiledWebhook } from '../webhooks/compiled/compiled-webhook';
import { makeAttempt } from './attempt/attempt';
import { failed } from './http/attempt-outcome';
import type { HttpSender } from './http/http-sender';
import { redactSettlement } from './settlement/redact-settlement';

/**
 * Sends tests: one request each, outside of the queue. A test is rendered, signed and sent like every
 * attempt (I9), and its result is logged. It is not retried, changes neither the receiver's health nor the
 * webhook, and ignores the webhook's state, hold, breaker, concurrency and rate limit.
 */
export interface TestSender {
  /** Sends one test and logs it. Aborting `signal` ends the request; what was sent is logged. */
  send(webhook: CompiledWebhook, record: DeliveryRecord, by: SentBy): Promise<void>;
  /** Ends the tests in flight and waits until they are logged. */
  stop(): Promise<void>;
}

/** The user who sends the test. */
interface SentBy {
  id: string;
  /** Aborted when the client disconnects. */
  signal: AbortSignal;
}

export interface TestSenderParts {
  connection: Connection;
  config: PluginConfig;
  send: HttpSender;
  /** Not the relay's threads, so that a test's expressions delay no delivery. */
  evaluate: Evaluator['forPreviews'];
  redact: Redact;
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
}

/** A test is rendered even if its webhook is disabled or is an unsaved draft. */
const ANY_STATE = { stateOf: () => 'enabled' as const };

const HUNG_UP = 'The test was cancelled before the receiver responded';

export function createTestSender(parts: TestSenderParts): TestSender {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  return {
    async send(webhook, record, { id, signal }) {
      const sending = sendTest(parts, webhook, {
        record,
        party: id,
        signal: AbortSignal.any([stopping.signal, signal]),
      });
      running.add(sending);
      try {
        await sending;
      } finally {
        running.delete(sending);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

interface Test {
  record: DeliveryRecord;
  party: string;
  signal: AbortSignal;
}

async function sendTest(
  { connection, redact, ...parts }: TestSenderParts,
  webhook: CompiledWebhook,
  { record, party, signal }: Test,
): Promise<void> {
  const result = await makeAttempt(
    {
      ...parts,
      stopping: signal,
      freezer: NOT_STORED,
      registry: ANY_STATE,
      evaluate: (options, budget) => parts.evaluate({ ...options, party }, budget),
      async send(request, limits) {
        const outcome = await parts.send(request, limits);
        const isCut = signal.aborted && outcome.kind === 'connection-error';
        return isCut ? failed('connection-error', HUNG_UP) : outcome;
      },
    },
    { ...webhook, retryDelays: [], retryOn: 'all' },
    { delivery: record, hasTime: () => true },
  );
  if (!result?.attempt) throw new Error('A test ended without an attempt');
  const mask = (text: string): string => redact(text, { masks: result.masks });
  const { attempt, disposition } = redactSettlement(redact, result);
  await logTest(connection, {
    record: { ...record, body: record.body && maskBody(record.body, mask) },
    attempt: attempt ?? result.attempt,
    status: disposition.kind === 'delivered' ? 'delivered' : 'failed',
    reason: 'reason' in disposition ? disposition.reason : null,
  });
}

/** The log of a draft is read without the draft's secrets, so its body is masked before it is stored. */
function maskBody(body: FrozenBody, mask: (text: string) => string): FrozenBody {
  return { ...body, text: body.text === null ? null : mask(body.text) };
}

/** A test is not retried, so its body is not stored before it is sent. */
const NOT_STORED = { freeze: () => Promise.resolve() };
