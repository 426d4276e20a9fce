import { setTimeout as sleep } from 'node:timers/promises';

import { bootStrapi } from '../support/boot-strapi';
import { configOf } from '../support/engine';
import { startRedisServer } from '../support/redis-server';
import { startSlowProxy } from '../support/slow-proxy';

/** A boot's, and the time that Redis is waited for: without a bound it would be for ever. */
const BOUND_MS = 120_000;

jest.setTimeout(2 * BOUND_MS);

// Strapi loads in parallel: what else it was loading when the plugin failed goes on for a moment.
afterAll(() => sleep(3_000));
afterEach(() => {
  jest.dontMock('bullmq');
  jest.dontMock('ioredis');
  jest.resetModules();
});

test('a Redis that cannot be reached stops the boot, in a bounded time, without its password', async () => {
  const config = { engine: 'bullmq', redis: { url: 'redis://user:secret@127.0.0.1:1' } };
  const began = performance.now();

  const message = await messageOf(bootStrapi({ config }));

  expect(message).toMatch(/Redis at 127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED/);
  expect(message).toMatch(/redis\.url.*engine: "database"/);
  expect(message).not.toContain('secret');
  expect(performance.now() - began).toBeLessThan(BOUND_MS);
});

test('a Redis that takes longer to answer than a save would wait for it does not stop the boot', async () => {
  const server = await startRedisServer();
  const slow = await startSlowProxy(Number(new URL(server.url).port), 1_300);
  const redis = { url: `redis://127.0.0.1:${String(slow.port)}`, prefix: 'slow' };

  try {
    const app = await bootStrapi({ config: { engine: 'bullmq', redis } });
    await app.stop();
  } finally {
    await slow.close();
    await server.stop();
  }
});

test.each(['bullmq', 'ioredis'])(
  'without the package %s the boot stops with the remedy',
  async (name) => {
    jest.doMock(name, () => {
      throw new Error(`Cannot find package '${name}'`);
    });

    expect(await messageOf(bootStrapi({ config: configOf('bullmq') }))).toMatch(
      new RegExp(`npm install bullmq ioredis.*engine: "database".*Cannot find package '${name}'`),
    );
  },
);

test('without either package, engine database boots, and asks for neither', async () => {
  const load = jest.fn(() => {
    throw new Error('This must not be loaded');
  });
  for (const name of ['bullmq', 'ioredis']) jest.doMock(name, load);

  const app = await bootStrapi({ config: configOf('database') });
  await app.stop();

  expect(load).not.toHaveBeenCalled();
});

async function messageOf(boot: Promise<unknown>): Promise<string> {
  try {
    await boot;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It booted');
}
