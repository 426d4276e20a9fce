import { setTimeout as sleep } from 'node:timers/promises';

import { adminTokenWith, superAdminToken } from '../../support/admin-api';
import { callerOf, slowWebhook, type Caller } from '../../support/attack';
import { deliveriesOf } from '../../support/deliveries';
import { ARTICLE, QUOTATION, type Entry } from '../../support/documents';
import { eventually } from '../../support/eventually';
import { allowPublic } from '../../support/public-permissions';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const PATH = '/document-webhooks/webhooks';
/**
 * Longest wait of an editor on a busy machine. An idle one takes 1 s at most; without the limits, an import takes
 * 5 s and the other attacks from ten seconds to minutes.
 */
const NOTICED_MS = 4_000;
/** Entries that a dry run looks at, at most. */
const ENTRIES = 100;
/** Slow webhooks in one request: about as many as its 1 MB holds. On SQLite saves wait for its transaction. */
const IN_ONE_IMPORT = 28;

const scene = useScene({
  config: {
    expressions: {
      timeoutMs: 100,
      saveBudgetMs: 250,
      renderBudgetMs: 1_000,
      dryRunBudgetMs: 3_000,
    },
  },
});
let editor: Caller;
let reader: Caller;
let attackers: Caller[];
let entry: Entry;

beforeAll(async () => {
  const { app } = scene;
  await allowPublic(app, [`${ARTICLE}.find`]);
  for (let at = 0; at < ENTRIES; at += 1) {
    entry = await app.documents(QUOTATION).create({ data: { name: `QTN-${String(at)}` } });
  }
  editor = await callerOf(app, await superAdminToken(app));
  reader = await callerOf(app);
  attackers = await Promise.all([limitedAdmin(), limitedAdmin()]);
});

async function limitedAdmin(): Promise<Caller> {
  const own = ['read', 'create', 'update'].map((it) => ({
    action: `plugin::document-webhooks.webhooks.${it}`,
  }));
  const read = { action: 'plugin::content-manager.explorer.read', subject: QUOTATION };
  return callerOf(scene.app, await adminTokenWith(scene.app, [...own, read]));
}

/** What an editor, a reader and the receiver of another webhook notice until the attack is over. */
async function noticedDuring<T>(attack: () => Promise<T>, leastSaves = 5) {
  const { app, receiver } = scene;
  await createWebhook(app, { url: `${receiver.url}/other` });
  const attacked = { over: false };
  const attacking = attack().finally(() => (attacked.over = true));
  const tookMs = { save: 0, read: 0, delivery: 0 };
  for (let saves = 0; !attacked.over || saves < leastSaves; saves += 1) {
    const to = `/content-manager/collection-types/${QUOTATION}/${entry.documentId}`;
    const [save, read] = await Promise.all([
      editor.call('PUT', to, { customer: `C${String(saves)}` }),
      reader.call('GET', '/api/articles'),
    ]);
    expect([save.status, read.status]).toEqual([200, 200]);
    const from = performance.now();
    await eventually(() => {
      expect(receiver.requestsAt('/other')).toHaveLength(saves + 1);
    });
    tookMs.save = Math.max(tookMs.save, save.tookMs);
    tookMs.read = Math.max(tookMs.read, read.tookMs);
    tookMs.delivery = Math.max(tookMs.delivery, performance.now() - from);
    await sleep(50);
  }
  return { tookMs, result: await attacking };
}

function expectUnnoticed(tookMs: Record<string, number>): void {
  if (process.env['SHOW_MS']) console.log(expect.getState().currentTestName, tookMs);
  const noticed = Object.entries(tookMs).filter(([, ms]) => ms > NOTICED_MS);
  expect(noticed).toEqual([]);
}

/** Seconds of CPU that this process takes in one second. */
async function load(): Promise<number> {
  const before = process.cpuUsage();
  await sleep(1_000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

function previewOf(webhook: object): object {
  return { webhook, uid: QUOTATION, documentId: entry.documentId, event: 'entry.update' };
}

const many = { limit: ENTRIES };
const slowPreview = (seed: string): object => previewOf(slowWebhook(seed));

test('more parts than headers may hold are refused at once', async () => {
  const [attacker] = attackers as [Caller];
  const part = '{{$map([1..9999],function($x){$x})}}';
  const headers = ['a', 'b', 'c', 'd'].map((key) => ({ key, value: part.repeat(220) }));

  const { tookMs, result } = await noticedDuring(() =>
    attacker.call('POST', `${PATH}/preview`, previewOf({ ...slowWebhook('many'), headers })),
  );

  expect(result.status).toBe(400);
  expect(result.text).toMatch(/contain 880 \{\{ \}\}; the maximum is 200/);
  expect(result.tookMs).toBeLessThan(NOTICED_MS);
  expectUnnoticed(tookMs);
});

test('eight previews at a time of two people keep nobody else waiting', async () => {
  const { tookMs, result } = await noticedDuring(() =>
    Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        (attackers[at % 2] as Caller).call(
          'POST',
          `${PATH}/preview`,
          slowPreview(`p${String(at)}`),
        ),
      ),
    ),
  );

  expect(result.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(result[0]?.text).toContain('expressions.renderBudgetMs');
  expectUnnoticed(tookMs);
});

test('callers who hang up leave no work behind', async () => {
  const { tookMs } = await noticedDuring(async () => {
    await Promise.all(
      Array.from({ length: 16 }, (_, at) => {
        const [path, more] = at % 4 === 0 ? ['backtest', many] : ['preview', {}];
        const body = { ...slowPreview(`h${String(at)}`), ...more };
        return (attackers[at % 2] as Caller).hangUp(`${PATH}/${path}`, body, 20 * at);
      }),
    );
  });
  expectUnnoticed(tookMs);

  await sleep(1_000);
  expect(await load()).toBeLessThan(0.5);
  const [attacker] = attackers as [Caller];
  const quick = await attacker.call('POST', `${PATH}/preview`, previewOf(quickWebhook()));
  expect(quick.status).toBe(200);
  expect(quick.tookMs).toBeLessThan(NOTICED_MS);
});

function quickWebhook(): object {
  return { ...slowWebhook('quick'), headers: [{ key: 'x-name', value: '{{ doc.name }}' }] };
}

test('dry runs over many entries keep nobody else waiting', async () => {
  const { tookMs, result } = await noticedDuring(() =>
    Promise.all(
      attackers.map((attacker, at) =>
        attacker.call('POST', `${PATH}/backtest`, {
          webhook: { ...slowWebhook(`b${String(at)}`), condition: '$count([1..9999]) > 0' },
          ...many,
        }),
      ),
    ),
  );

  expect(result.map(({ status }) => status)).toEqual([200, 200]);
  expectUnnoticed(tookMs);
});

test.each([true, false])('an import keeps nobody else waiting (dry run: %s)', async (dryRun) => {
  const [attacker] = attackers as [Caller];
  const webhooks = Array.from({ length: IN_ONE_IMPORT }, (_, at) =>
    slowWebhook(`i${String(dryRun)}${String(at)}`),
  ).map((webhook) => ({ ...webhook, events: ['entry.create'] }));

  const { tookMs, result } = await noticedDuring(() =>
    attacker.call('POST', `${PATH}/import`, { webhooks, dryRun }),
  );

  expect(result.status).toBe(200);
  expectUnnoticed(tookMs);
});

test('a saved webhook delays its own deliveries alone', async () => {
  const { app } = scene;
  const slow = slowWebhook('saved');
  const [attacker] = attackers as [Caller];

  const { tookMs, result } = await noticedDuring(async () => {
    const saved = await attacker.call('POST', PATH, slow);
    await sleep(5_000);
    return saved;
  });

  expect(result.status).toBe(201);
  const { data } = JSON.parse(result.text) as { data: { documentId: string } };
  expectUnnoticed(tookMs);
  await eventually(async () => {
    const tried = (await deliveriesOf(app, data)).filter(({ attemptCount }) => attemptCount > 0);
    expect(tried[0]?.reason).toContain('expressions.renderBudgetMs');
  });
});
