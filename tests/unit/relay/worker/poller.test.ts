import { setImmediate as turn } from 'node:timers/promises';

import { createPoller, type PollResult } from '../../../../server/src/relay/worker/poller';
import { gate, type Gate } from '../../../support/gate';

const NOTHING: PollResult = { claimed: 0, more: false, due: false };

/** A pump whose rounds end when they are told to. */
function pumpByHand() {
  const rounds: (Gate & { webhookIds: string[] | undefined })[] = [];
  const errors: unknown[] = [];
  const poller = createPoller(
    async (webhookIds) => {
      const round = { ...gate(), webhookIds };
      rounds.push(round);
      await round.opened;
      return NOTHING;
    },
    (error) => errors.push(error),
  );
  return { poller, rounds, errors };
}

test('whoever wakes it during a slow round is served by one more, however many', async () => {
  const { poller, rounds } = pumpByHand();
  poller.wake();
  await turn();
  await turn();
  expect(rounds).toHaveLength(1);

  for (let i = 0; i < 50; i += 1) {
    poller.wake();
    await turn();
  }
  rounds[0]?.open();
  await turn();
  expect(rounds).toHaveLength(2);

  rounds[1]?.open();
  await turn();
  await turn();
  expect(rounds).toHaveLength(2);
});

test('what is asked for while a round is under way begins after it', async () => {
  const { poller, rounds } = pumpByHand();
  const first = poller.poll();
  await turn();
  const second = poller.poll();
  const shared = poller.poll();
  const of = poller.poll(['a']);
  await turn();
  expect(rounds).toHaveLength(1);

  rounds[0]?.open();
  await first;
  await turn();
  rounds[1]?.open();
  await Promise.all([second, shared]);
  await turn();
  rounds[2]?.open();
  await of;
  expect(rounds.map(({ webhookIds }) => webhookIds)).toEqual([undefined, undefined, ['a']]);
});

test('stopping waits for the round under way, and begins none of those that wait', async () => {
  const { poller, rounds } = pumpByHand();
  const first = poller.poll();
  await turn();
  poller.wake();
  const prefetched = poller.poll(['a']);
  let stopped = false;
  const stopping = poller.stop().then(() => (stopped = true));
  await turn();
  expect(stopped).toBe(false);

  rounds[0]?.open();
  await Promise.all([first, stopping]);

  expect(await prefetched).toEqual(NOTHING);
  expect(rounds).toHaveLength(1);
});

test('a round that fails is told of, and the next is tried', async () => {
  const errors: unknown[] = [];
  let tries = 0;
  const poller = createPoller(
    () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no database')) : Promise.resolve(NOTHING);
    },
    (error) => errors.push(error),
  );

  poller.wake();
  await turn();
  await turn();
  poller.wake();
  await turn();
  await turn();

  expect(errors).toEqual([new Error('no database')]);
  expect(tries).toBe(2);
});
