import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE, AUTHOR, CATEGORY, QUOTATION, type Entry } from '../../support/documents';
import { HOOK_PLACES, setHooks, type HookPlace, type Hooks } from '../../support/lifecycle-hooks';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
const removals: (() => void)[] = [];
let webhook: Entry;

beforeEach(async () => {
  const { app, receiver } = scene;
  await app.strapi.db.query(QUOTATION).deleteMany({});
  webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [QUOTATION, CATEGORY, ARTICLE],
    events: ['entry.create', 'entry.update', 'entry.delete', 'entry.publish', 'order.paid'],
    mapping: ['$event', 'name', 'title', 'customer'].map((fieldname) => ({ fieldname })),
  });
});
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const query = (uid: string) => scene.app.strapi.db.query(uid);
const quotations = () => scene.app.documents(QUOTATION);

/** In the order of their sequences, which are checked, of the quotations and articles. */
async function sent(): Promise<string[]> {
  await drain(scene.app);
  const deliveries = (await deliveriesOf(scene.app, webhook)).filter(({ uid }) => uid !== CATEGORY);
  expect(deliveries.map(({ sequence }) => sequence)).toEqual(deliveries.map((_, at) => at + 1));
  const arrived = scene.receiver.requests.map(({ headers }) => headers['webhook-id']);
  const own = deliveries.map(({ id }) => id);
  expect(arrived.filter((id) => own.includes(String(id)))).toEqual(own);
  return deliveries.map(({ request }) => {
    const body = JSON.parse(request?.body ?? '{}') as Record<string, string | null>;
    return Object.values(body)
      .filter((value) => value !== null)
      .join(' ');
  });
}

/** A hook that writes the same type must not call itself for ever. */
function hook(
  place: HookPlace,
  { uid = QUOTATION, at }: { uid?: string; at: string },
  write: (row: Entry) => Promise<unknown>,
): void {
  let done = false;
  const hooks: Hooks = {
    async [at]({ result }) {
      if (done) return;
      done = true;
      await write(result as Entry);
    },
  };
  removals.push(setHooks(scene.app, place, uid, hooks));
}

test('that tells of the document and writes it again: both are sent in their order', async () => {
  const { documentId } = await quotations().create({ data: { name: 'A' } });
  await sent();
  hook('lifecycles.js', { at: 'afterUpdate' }, async () => {
    const paid = { type: 'order.paid', uid: QUOTATION, documentId, data: {} };
    await scene.app.service('events').emit(paid);
    await quotations().update({ documentId, data: { customer: 'hook' } });
  });

  await quotations().update({ documentId, data: { customer: 'editor' } });

  expect(await sent()).toEqual(['entry.create A', 'order.paid', 'entry.update A hook']);
});

const complete = ({ documentId }: Pick<Entry, 'documentId'>) =>
  quotations().update({ documentId, data: { customer: 'hook' } });

describe.each(HOOK_PLACES)('a hook in %s', (place) => {
  test('that updates the new document by an action: its creation is told first, and nothing old', async () => {
    hook(place, { at: 'afterCreate' }, complete);

    await quotations().create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A hook', 'entry.update A hook']);
  });

  test('that publishes the new document', async () => {
    hook(place, { uid: ARTICLE, at: 'afterCreate' }, ({ documentId }) =>
      scene.app.documents(ARTICLE).publish({ documentId }),
    );

    await scene.app.documents(ARTICLE).create({ data: { title: 'A' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.publish A']);
  });

  test('that emits an event about the new document', async () => {
    hook(place, { at: 'afterCreate' }, ({ documentId }) => {
      const data = { name: 'paid' };
      return scene.app
        .service('events')
        .emit({ type: 'order.paid', uid: QUOTATION, documentId, data });
    });

    await quotations().create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A', 'order.paid paid']);
  });

  test('that updates the row which a query created: one event, with both', async () => {
    hook(place, { at: 'afterCreate' }, ({ id }) =>
      query(QUOTATION).update({ where: { id }, data: { customer: 'hook' } }),
    );

    await query(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A hook']);
  });

  test.each(['beforeUpdate', 'afterUpdate'])(
    'that updates the updated document, %s: one event, with both',
    async (at) => {
      const { documentId } = await quotations().create({ data: { name: 'A' } });
      hook(place, { at }, () => complete({ documentId }));

      await quotations().update({ documentId, data: { name: 'B' } });

      expect(await sent()).toEqual(['entry.create A', 'entry.update B hook']);
    },
  );

  test('that deletes the document which was updated: it is gone, and nothing else', async () => {
    const { documentId } = await quotations().create({ data: { name: 'A' } });
    hook(place, { at: 'afterUpdate' }, () => quotations().delete({ documentId }));

    await quotations().update({ documentId, data: { customer: 'X' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.delete A X']);
  });

  test('that updates a document which is about to go: it is gone, and nothing else', async () => {
    const { documentId } = await quotations().create({ data: { name: 'A' } });
    hook(place, { at: 'beforeDelete' }, () => complete({ documentId }));

    await quotations().delete({ documentId });

    const events = (await sent()).map((text) => text.split(' ')[0]);
    expect(events).toEqual(['entry.create', 'entry.delete']);
  });

  test.each([
    ['a query', ({ id }: Entry) => query(QUOTATION).update({ where: { id }, data: CUSTOMER })],
    ['an action', complete],
  ])('that writes by %s what the webhook does not listen to: the body has it', async (_, write) => {
    await updateWebhook(scene.app, webhook, { events: ['entry.create'] });
    hook(place, { at: 'afterCreate' }, write);

    await quotations().create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['entry.create A hook']);
  });

  test('that writes to the document from within another document’s write', async () => {
    const { documentId } = await quotations().create({ data: { name: 'A' } });
    const where = { documentId };
    hook(place, { uid: CATEGORY, at: 'afterCreate' }, () =>
      query(QUOTATION).update({ where, data: CUSTOMER }),
    );
    hook(place, { at: 'afterUpdate' }, () =>
      scene.app.documents(CATEGORY).create({ data: { name: 'News' } }),
    );

    await quotations().update({ documentId, data: { name: 'B' } });

    expect(await sent()).toEqual(['entry.create A', 'entry.update B hook']);
  });

  test('whose action fails, which its caller lets pass: its own write is told, and then what it wrote', async () => {
    hook(place, { at: 'afterCreate' }, async (row) => {
      await complete(row);
      throw new Error('the hook failed');
    });

    await scene.app.strapi.db.transaction(async () => {
      await expect(quotations().create({ data: { name: 'A' } })).rejects.toThrow('hook failed');
    });

    expect(await sent()).toEqual(['entry.create A hook', 'entry.update A hook']);
  });
});

const CUSTOMER = { customer: 'hook' };

test('what a middleware further in writes to the document is in the body', async () => {
  const { app } = scene;
  webhook = await createWebhook(app, {
    url: scene.receiver.url,
    contentTypes: [AUTHOR],
    mapping: [{ fieldname: '$event' }, { fieldname: 'name' }, { fieldname: 'bio' }],
  });
  const { documentId } = await app.documents(AUTHOR).create({ data: { name: 'A' } });
  type Middleware = Parameters<typeof app.strapi.documents.use>[0];
  const middleware: Middleware = async ({ uid, action }, next) => {
    const written = (await next()) as unknown as Entry;
    if ((uid as string) === AUTHOR && action === 'update') {
      await query(AUTHOR).update({ where: { id: written.id }, data: { bio: 'added' } });
    }
    return written;
  };
  app.strapi.documents.use(middleware);

  await app.documents(AUTHOR).update({ documentId, data: { name: 'B' } });

  expect(await sent()).toEqual(['entry.update B added']);
});

test('writes that begin at once in one transaction are merged', async () => {
  const { documentId } = await quotations().create({ data: { name: 'A' } });

  await scene.app.strapi.db.transaction(() =>
    Promise.all(
      ['X', 'Y', 'Z'].map((customer) => quotations().update({ documentId, data: { customer } })),
    ),
  );

  expect(await sent()).toEqual(['entry.create A', 'entry.update A Z']);
});

describe('what a hook tells of a new document before its row is written has the first number', () => {
  /** Calls once with the id that the row will have. */
  function beforeCreate(tell: (documentId: string) => Promise<unknown>): void {
    let done = false;
    const hooks: Hooks = {
      async beforeCreate({ params }) {
        if (done) return;
        done = true;
        await tell((params.data as Entry).documentId);
      },
    };
    removals.push(setHooks(scene.app, 'lifecycles.js', QUOTATION, hooks));
  }

  const emit = (documentId: string) =>
    scene.app
      .service('events')
      .emit({ type: 'order.paid', uid: QUOTATION, documentId, data: { name: 'checked' } });

  test('where an action creates it', async () => {
    beforeCreate(emit);

    await quotations().create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['order.paid checked', 'entry.create A']);
  });

  test('where a query creates it', async () => {
    beforeCreate(emit);

    await query(QUOTATION).create({ data: { name: 'A' } });

    expect(await sent()).toEqual(['order.paid checked', 'entry.create A']);
  });
});

test('what a middleware further in creates is told once, with what its hooks make of it', async () => {
  const { documentId } = await quotations().create({ data: { name: 'A' } });
  await drain(scene.app);
  scene.receiver.requests.length = 0;
  let once = true;
  scene.app.strapi.documents.use(async ({ uid, action }, next) => {
    if (uid !== QUOTATION || action !== 'update' || !once) return next();
    once = false;
    await query(QUOTATION).create({ data: { name: 'Other' } });
    return next();
  });
  hook('lifecycles.js', { at: 'afterCreate' }, ({ id }) =>
    query(QUOTATION).update({ where: { id }, data: { customer: 'hook' } }),
  );

  await quotations().update({ documentId, data: { customer: 'new' } });
  await drain(scene.app);

  const deliveries = await deliveriesOf(scene.app, webhook);
  const others = deliveries.filter((it) => it.documentId !== documentId);
  expect(others.map(({ event, sequence, request }) => [event, sequence, request?.body])).toEqual([
    ['entry.create', 1, expect.stringContaining('hook')],
  ]);
});
