import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, CATEGORY, QUOTATION, type Entry } from '../../support/documents';
import { gate } from '../../support/gate';
import { HOOK_PLACES, setHooks, type HookPlace, type Hooks } from '../../support/lifecycle-hooks';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
let removeHooks: (() => void) | undefined;
let webhook: Entry;

beforeAll(() => addFrench(scene.app));
beforeEach(async () => {
  const { app, receiver } = scene;
  await app.strapi.db.query(QUOTATION).deleteMany({});
  webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [QUOTATION, CATEGORY, ARTICLE],
    events: ['entry.create', 'entry.update', 'entry.delete', 'entry.publish'],
    mapping: ['$event', '$locale', 'name', 'title', 'customer'].map((it) => ({ fieldname: it })),
  });
});
afterEach(() => {
  removeHooks?.();
  removeHooks = undefined;
});

async function sent(): Promise<string[]> {
  const { app, receiver } = scene;
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as Record<string, string | null>);
  receiver.requests.length = 0;
  return bodies
    .map((it) => [it['$event'], it['$locale'], it['name'], it['title'], it['customer']])
    .map((values) => values.filter((value) => value !== null && value !== undefined).join(' '))
    .sort();
}

function hook(place: HookPlace, uid: string, hooks: Hooks): void {
  removeHooks = setHooks(scene.app, place, uid, hooks);
}

const query = (uid: string) => scene.app.strapi.db.query(uid);

/** A hook that writes the same type must not call itself for ever. */
function once(write: (event: { result?: unknown }) => Promise<unknown>) {
  let done = false;
  return async (event: { result?: unknown }): Promise<void> => {
    if (done) return;
    done = true;
    await write(event);
  };
}

async function quotation(name: string): Promise<Entry> {
  const entry = await scene.app.documents(QUOTATION).create({ data: { name } });
  await sent();
  return entry;
}

describe.each(HOOK_PLACES)('a hook in %s', (place) => {
  test('writes another type by query', async () => {
    const { app } = scene;
    hook(place, QUOTATION, {
      afterCreate: once(() => query(CATEGORY).create({ data: { name: 'By a hook' } })),
    });

    await app.documents(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.create By a hook']);
  });

  test('writes another type by a document action', async () => {
    const { app } = scene;
    hook(place, QUOTATION, {
      beforeCreate: once(() => app.documents(CATEGORY).create({ data: { name: 'By a hook' } })),
    });

    await app.documents(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.create By a hook']);
  });

  test.each(['beforeCreate', 'afterCreate'])(
    'creates another document of the same type by query, %s',
    async (at) => {
      const { app } = scene;
      hook(place, QUOTATION, {
        [at]: once(() => query(QUOTATION).create({ data: { name: 'Twin' } })),
      });

      await app.documents(QUOTATION).create({ data: { name: 'A' } });

      expect(await sent()).toEqual(['entry.create A', 'entry.create Twin']);
    },
  );

  test.each(['beforeUpdate', 'afterUpdate'])(
    'updates, deletes and creates many others of the same type by query, %s',
    async (at) => {
      const { app } = scene;
      const { documentId } = await quotation('A');
      await quotation('B');
      await quotation('C');
      hook(place, QUOTATION, {
        [at]: once(async () => {
          await query(QUOTATION).update({ where: { name: 'B' }, data: { customer: 'hook' } });
          await query(QUOTATION).delete({ where: { name: 'C' } });
          await query(QUOTATION).createMany({ data: [{ name: 'D' }] });
        }),
      });

      await app.documents(QUOTATION).update({ documentId, data: { customer: 'editor' } });

      expect(await sent()).toEqual([
        'entry.create D',
        'entry.delete C',
        'entry.update A editor',
        'entry.update B hook',
      ]);
    },
  );

  test('updates another document of the same type by a document action', async () => {
    const { app } = scene;
    const { documentId } = await quotation('A');
    const other = await quotation('B');
    hook(place, QUOTATION, {
      afterUpdate: once(() =>
        app
          .documents(QUOTATION)
          .update({ documentId: other.documentId, data: { customer: 'hook' } }),
      ),
    });

    await app.documents(QUOTATION).update({ documentId, data: { customer: 'editor' } });

    expect(await sent()).toEqual(['entry.update A editor', 'entry.update B hook']);
  });

  test('writes to the very document: one event, with what the hook wrote', async () => {
    const { app } = scene;
    const complete = once(({ result }) =>
      query(QUOTATION).update({
        where: { id: (result as Entry).id },
        data: { customer: 'completed' },
      }),
    );
    hook(place, QUOTATION, { afterCreate: complete });

    await app.documents(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A completed']);
    expect(await deliveriesOf(app, webhook)).toMatchObject([{ coalesced: 0 }]);
  });

  test('writes another locale of the very document: that is an event', async () => {
    const { app } = scene;
    const articles = app.documents(ARTICLE);
    const { documentId } = await articles.create({ data: { title: 'Hello' } });
    await articles.update({ documentId, locale: 'fr', data: { title: 'Bonjour' } });
    await sent();
    hook(place, ARTICLE, {
      beforeUpdate: once(() =>
        query(ARTICLE).update({
          where: { documentId, locale: 'fr' },
          data: { title: 'À traduire' },
        }),
      ),
    });

    await articles.update({ documentId, locale: 'en', data: { title: 'Changed' } });

    expect(await sent()).toEqual(['entry.update en Changed', 'entry.update fr À traduire']);
  });

  test('writes in a query write, and in a hook of a hook', async () => {
    hook(place, QUOTATION, {
      afterCreate: once(() => query(QUOTATION).create({ data: { name: 'By a hook' } })),
    });

    await query(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.create By a hook']);
  });

  test('its write is rolled back with the action', async () => {
    const { app } = scene;
    hook(place, QUOTATION, {
      afterCreate: once(async () => {
        await query(CATEGORY).create({ data: { name: 'Never' } });
        throw new Error('the hook failed');
      }),
    });

    await expect(app.documents(QUOTATION).create({ data: { name: 'A' } })).rejects.toThrow();

    expect(await sent()).toEqual([]);
    expect(await query(CATEGORY).count({ where: { name: 'Never' } })).toBe(0);
  });
});

test('rows that an action writes by itself are no events of their own', async () => {
  const { app } = scene;
  const articles = app.documents(ARTICLE);
  const { documentId } = await articles.create({ data: { title: 'A' }, status: 'published' });
  expect(await sent()).toEqual(['entry.create en A', 'entry.publish en A']);

  await articles.publish({ documentId });
  expect(await sent()).toEqual(['entry.publish en A']);

  await articles.unpublish({ documentId });
  await articles.publish({ documentId });
  await articles.discardDraft({ documentId });
  await articles.clone({ documentId, data: { title: 'Clone' } });
  expect(await sent()).toEqual(['entry.create en Clone', 'entry.publish en A']);

  await articles.delete({ documentId });
  expect(await sent()).toEqual(['entry.delete en A']);
});

test.each([
  [
    ['entry.create', 'entry.update'],
    ['entry.create A', 'entry.update A listener'],
  ],
  [['entry.update'], ['entry.update A listener']],
] as const)(
  'what a listener of Strapi writes to the document after the commit is an event (%s)',
  async (events, expected) => {
    const { app } = scene;
    await updateWebhook(app, webhook, { events: [...events] });
    const written = new Promise<void>((resolve, reject) => {
      app.strapi.eventHub.once('entry.create', async () => {
        const where = { name: 'A' };
        await query(QUOTATION)
          .update({ where, data: { customer: 'listener' } })
          .then(() => resolve(), reject);
      });
    });

    await app.documents(QUOTATION).create({ data: { name: 'A' } });
    await written;

    expect(await sent()).toEqual(expected);
  },
);

test('a write that the hook of a query does not await is captured', async () => {
  const over = gate();
  let later: Promise<unknown> | undefined;
  hook('bootstrap', QUOTATION, {
    afterCreate: once(() => {
      later = over.opened.then(() =>
        query(QUOTATION).update({ where: { name: 'A' }, data: { customer: 'later' } }),
      );
      return Promise.resolve();
    }),
  });

  await query(QUOTATION).create({ data: { name: 'A' } });
  over.open();
  await later;

  expect(await sent()).toEqual(['entry.create A', 'entry.update A later']);
});

test("what it sets going and the caller's transaction waits for is no part of the action", async () => {
  const { app } = scene;
  const over = gate();
  let later: Promise<unknown> | undefined;
  hook('bootstrap', QUOTATION, {
    afterCreate: once(() => {
      later = over.opened.then(() =>
        query(QUOTATION).update({ where: { name: 'A' }, data: { customer: 'later' } }),
      );
      return Promise.resolve();
    }),
  });

  await app.strapi.db.transaction(async () => {
    await app.documents(QUOTATION).create({ data: { name: 'A' } });
    over.open();
    await later;
  });

  expect(await sent()).toEqual(['entry.create A', 'entry.update A later']);
});
