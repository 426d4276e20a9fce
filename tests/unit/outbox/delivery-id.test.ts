import { deliveryIdAt, newDeliveryId } from '../../../server/src/outbox/delivery';

const NOW = Date.UTC(2026, 10, 24, 12);

test('an id is msg_, twelve digits of time and twenty of chance', () => {
  expect(newDeliveryId(NOW)).toMatch(/^msg_[0-9a-f]{32}$/);
});

test('ids of one moment differ', () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newDeliveryId(NOW)));

  expect(ids.size).toBe(10_000);
});

test.each([0, 1, 255, NOW, Date.UTC(2100, 0)])(
  'an id of %i lies from that moment up to the next',
  (at) => {
    const id = newDeliveryId(at);

    expect(id >= deliveryIdAt(at)).toBe(true);
    expect(id < deliveryIdAt(at + 1)).toBe(true);
  },
);

test('later ids are greater', () => {
  const times = [0, 15, 16, 255, 256, 4_095, 1e9, 1e12, NOW, Date.UTC(2100, 0)];

  const ids = times.map(newDeliveryId);

  expect([...ids].sort()).toEqual(ids);
});

test.each([-1, -NOW])('nothing lies before the beginning of time (%d)', (at) => {
  expect(newDeliveryId(0) >= deliveryIdAt(at)).toBe(true);
});

test('a moment between two milliseconds is cut to the earlier', () => {
  expect(deliveryIdAt(NOW + 0.9)).toBe(deliveryIdAt(NOW));
});
