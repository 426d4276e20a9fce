import {
  createPrefetchBuffer,
  type PrefetchedDelivery,
} from '../../../../server/src/relay/worker/prefetch-buffer';
import { webhookInForce } from '../../webhook-in-force';
import { deliveryRecord } from '../delivery-record';

const HOOK = webhookInForce();

function prefetched(id: string, webhookId = 'hook'): PrefetchedDelivery {
  const delivery = deliveryRecord({ id, webhookId });
  return { delivery, claimedAt: 0, notBefore: 0, queued: true };
}

function roomWith(count: number) {
  const room = createPrefetchBuffer(200);
  for (let i = 0; i < count; i += 1) room.add(prefetched(`msg_${String(i)}`));
  return room;
}

test('first in, first out', () => {
  const room = roomWith(3);

  const ids = [1, 2, 3, 4].map(() => room.next('hook')?.delivery.id);

  expect(ids).toEqual(['msg_0', 'msg_1', 'msg_2', undefined]);
  expect(room.webhooks()).toEqual([]);
});

test('whoever is first can be looked at, and stays', () => {
  const room = roomWith(2);

  expect(room.first('hook')?.delivery.id).toBe('msg_0');
  expect(room.size('hook')).toBe(2);
});

test('each webhook waits in a queue of its own', () => {
  const room = roomWith(1);
  room.add(prefetched('msg_b', 'b'));

  expect(room.webhooks()).toEqual(['hook', 'b']);
  expect(room.next('b')?.delivery.id).toBe('msg_b');
  expect(room.size('hook')).toBe(1);
});

test('the appetite is what the receiver took in the last second', () => {
  const room = createPrefetchBuffer(200);
  expect(room.wanted(HOOK, 0)).toBe(0);
  for (let i = 0; i < 30; i += 1) room.finished('hook');

  expect(room.wanted(HOOK, 1_000)).toBe(30);
});

test('what waits already is not claimed again', () => {
  const room = roomWith(10);
  room.wanted(HOOK, 0);
  for (let i = 0; i < 30; i += 1) room.finished('hook');

  expect(room.wanted(HOOK, 1_000)).toBe(20);
});

test('the appetite never exceeds the largest batch', () => {
  const room = createPrefetchBuffer(50);
  room.wanted(HOOK, 0);
  for (let i = 0; i < 1_000; i += 1) room.finished('hook');

  expect(room.wanted(HOOK, 1_000)).toBe(50);
});

test('a receiver that hangs is given nothing to wait for', () => {
  const room = createPrefetchBuffer(200);
  room.wanted(HOOK, 0);

  expect(room.wanted(HOOK, 5_000)).toBe(0);
});

test('clear takes everybody out', () => {
  const room = roomWith(2);

  expect(room.clear().map(({ id }) => id)).toEqual(['msg_0', 'msg_1']);
  expect(room.size('hook')).toBe(0);
});
