import { setImmediate as turn } from 'node:timers/promises';

import { createPump, type Round } from '../../../../server/src/relay/worker/poller';
import { gate, type Gate } from '../../../support/gate';

const NOTHING: Round = { claimed: 0, more: false, due: false };

/** A pump whose rounds end when they are told to. */
function pumpByHand() {
  const rounds: (Gate & { webhookIds: string[] | undefined })[] = [];
  const errors: unknown[] = [];
  const pump = createPump(
    async (webhookIds) => {
      const round = { ...gate(), webhookIds };
      rounds.push(round);
      await round.opened;
      return NOTHING;
    },
    (error) => errors.push(error),
  );
  return { pump, rounds, errors };
}

test('whoever wakes it during a slow round is served by one more, however many', async () => {
  const { pump, rounds } = pumpByHand();
  pump.wake();
  await turn();
  await turn();
  expect(rounds).toHaveLength(1);

  for (let i = 0; i < 50; i += 1) {
    pump.wake();
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
  const { pump, rounds } = pumpByHand();
  const first = pump.round();
  await turn();
  const second = pump.round();
  const shared = pump.round();
  const of = pump.round(['a']);
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
  const { pump, rounds } = pumpByHand();
  const first = pump.round();
  await turn();
  pump.wake();
  const waiting = pump.round(['a']);
  let stopped = false;
  const stopping = pump.stop().then(() => (stopped = true));
  await turn();
  expect(stopped).toBe(false);

  rounds[0]?.open();
  await Promise.all([first, stopping]);

  expect(await waiting).toEqual(NOTHING);
  expect(rounds).toHaveLength(1);
});

test('a round that fails is told of, and the next is tried', async () => {
  const errors: unknown[] = [];
  let tries = 0;
  const pump = createPump(
    () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no database')) : Promise.resolve(NOTHING);
    },
    (error) => errors.push(error),
  );

  pump.wake();
  await turn();
  await turn();
  pump.wake();
  await turn();
  await turn();

  expect(errors).toEqual([new Error('no database')]);
  expect(tries).toBe(2);
});
