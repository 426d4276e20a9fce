import { QUOTATION } from '../../support/documents';
import { useScene } from '../../support/scene';
import { superAdmin } from '../../support/admin-api';
import { createWebhook, storeWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();

/** As much as one webhook may have; `seed` makes each a pattern that was not compiled before. */
function costly(seed: string): string {
  const patterns = ['a', 'b', 'c'].map(
    (it) => `$match(doc.name, /${seed}${it}{1000}x{1000}y{900}/)`,
  );
  return `$exists([${patterns.join()}])`;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user } = process.cpuUsage(before);
  return user / 1_000;
}

async function store(documentId: string, more: object): Promise<void> {
  await storeWebhook(scene.app, { documentId, url: scene.receiver.url, ...more });
}

test('a regular expression that is too large is refused at save, at once, with the limit', async () => {
  const admin = await superAdmin(scene.app);
  const condition = `$match(doc.name, /${'a{1000}'.repeat(285)}/)`;
  let status = 0;
  let text = '';

  const spent = await milliseconds(async () => {
    const answer = await admin.call('post', '/document-webhooks/webhooks', {
      name: 'Large',
      contentTypes: [QUOTATION],
      events: ['entry.update'],
      url: scene.receiver.url,
      condition,
    });
    ({ status, text } = answer);
  });

  expect(status).toBe(400);
  expect(text).toMatch(/condition.*too large.*maximum is 4000/s);
  expect(spent).toBeLessThan(1_000);
});

test('costly webhooks make an edit of another one cost no more', async () => {
  const { app, receiver } = scene;
  const other = await createWebhook(app, { url: receiver.url, name: 'Other' });
  const edit = (name: string) => milliseconds(() => updateWebhook(app, other, { name }));
  await edit('Warm');
  const alone = Math.min(await edit('Alone 1'), await edit('Alone 2'), await edit('Alone 3'));

  for (let at = 0; at < 40; at += 1) {
    await store(`disabled-${String(at)}`, {
      condition: costly(`d${String(at)}`),
      state: 'disabled',
    });
  }
  const first = await edit('Beside disabled ones');
  for (let at = 0; at < 20; at += 1) {
    await store(`enabled-${String(at)}`, { condition: costly(`e${String(at)}`) });
  }
  await edit('Compiles the enabled ones');
  const second = Math.min(await edit('Beside all 1'), await edit('Beside all 2'));

  // Without any of this an edit costs more than a second here.
  expect([first, second].map((spent) => spent - alone < 300)).toEqual([true, true]);
});

test('a disabled webhook that does not compile is in the list with its reason, and keeps nobody waiting', async () => {
  const { app, receiver } = scene;
  await createWebhook(app, { url: receiver.url, name: 'Other' });
  await store('broken', {
    state: 'disabled',
    condition: `$match(doc.name, /${'a{1000}'.repeat(285)}/)`,
  });
  const spent = await milliseconds(() =>
    createWebhook(app, { url: receiver.url, name: 'Another', events: ['entry.create'] }),
  );
  const admin = await superAdmin(app);

  const answer = await admin.call('get', '/document-webhooks/webhooks/broken');

  expect(spent).toBeLessThan(1_500);
  expect((answer.body as { data: object }).data).toMatchObject({
    ruleProblem: expect.stringMatching(/too large/) as string,
  });
  await app.documents(QUOTATION).create({ data: { name: 'QTN-1' } });
  await receiver.received(1);
});
