import type { Task } from '../../../../server/src/expressions/evaluation/evaluation-job';
import { EvaluationFailure } from '../../../../server/src/expressions/evaluation/evaluator';
import { createRunner } from '../../../../server/src/expressions/evaluation/run-job';
import { failed } from '../../../../server/src/relay/http/attempt-outcome';
import { makeAttempt } from '../../../../server/src/relay/attempt/attempt';
import type { HttpRequest } from '../../../../server/src/relay/attempt/build-request';
import { config } from '../../config-of';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const sent: HttpRequest[] = [];
const run = createRunner();
/** Evaluates in this thread. */
const evaluate = () => async (tasks: readonly Task[], context: string) => {
  const limit = { ms: 10_000, setting: 'the test' };
  const { values, failure } = await run({
    tasks,
    context,
    limit,
    env: { allowed: [], values: {} },
  });
  if (failure) throw new EvaluationFailure(failure);
  return values;
};
const parts = {
  evaluate,
  freezer: { freeze: () => Promise.resolve() },
  config: config(),
  registry: { stateOf: () => 'enabled' as const },
  stopping: new AbortController().signal,
  now: () => 0,
  random: () => 0,
  send(request: HttpRequest) {
    sent.push(request);
    return Promise.resolve({ ...failed('response', ''), statusCode: 200 });
  },
};
const webhook = webhookInForce({ url: 'https://example.com/{{ doc.title }}' });

beforeEach(() => sent.splice(0));

test('what is evaluated while time is left is sent', async () => {
  const delivery = deliveryRecord();

  const delivered = await makeAttempt(parts, webhook, { delivery, hasTime: () => true });

  expect(delivered?.disposition).toEqual({ kind: 'delivered' });
  expect(sent.map(({ url }) => url)).toEqual(['https://example.com/Order']);
});

test('what is evaluated for so long that its lease would run out is not', async () => {
  const delivery = deliveryRecord();
  const asked: string[] = [];
  const hasTime = () => {
    asked.push('after what was evaluated');
    return false;
  };

  expect(await makeAttempt(parts, webhook, { delivery, hasTime })).toBeNull();
  expect(sent).toEqual([]);

  const unrenderable = webhookInForce({ url: 'https://example.com/{{ $error("no") }}' });
  expect(await makeAttempt(parts, unrenderable, { delivery, hasTime })).toMatchObject({
    disposition: { kind: 'failed' },
  });
  expect(asked).toHaveLength(1);
});
