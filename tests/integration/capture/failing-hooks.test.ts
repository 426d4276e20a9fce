import { DOCUMENT_EVENTS } from '../../../server/src/contracts/webhook-choices';
import { countDeliveries } from '../../support/deliveries';
import { ARTICLE, CATEGORY, QUOTATION, type Entry } from '../../support/documents';
import { HOOK_PLACES, setHooks } from '../../support/lifecycle-hooks';
import { addFrench } from '../../support/locales';
import { useScene } from '../../support/scene';
import { sentValues } from '../../support/sent-values';
import { createWebhook, removeWebhooks } from '../../support/webhooks';

const FAILURE = 'the mail could not be sent';
const fails = () => Promise.reject(new Error(FAILURE));

const scene = useScene();
const removals: (() => void)[] = [];

beforeAll(() => addFrench(scene.app));
beforeEach(async () => {
  const { app, receiver } = scene;
  await app.strapi.db.query(QUOTATION).deleteMany({});
  await createWebhook(app, {
    url: receiver.url,
    contentTypes: [QUOTATION, ARTICLE],
    events: [...DOCUMENT_EVENTS],
    mapping: ['$event', '$locale', '$status', 'name', 'title'].map((fieldname) => ({ fieldname })),
  });
});
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

const quotations = () => scene.app.documents(QUOTATION);
const articles = () => scene.app.documents(ARTICLE);
const query = () => scene.app.strapi.db.query(QUOTATION);

const sent = () => sentValues(scene);

interface Case {
  uid: string;
  at: string;
  /** What is there before; returns what the write needs of it. */
  given?: () => Promise<Entry>;
  write: (given: Entry) => Promise<unknown>;
  told: string[];
}

const quotation = () => quotations().create({ data: { name: 'A' } });
const draft = () => articles().create({ data: { title: 'A' }, locale: 'en' });
const published = () => articles().create({ data: { title: 'A' }, status: 'published' });

const CASES: Record<string, Case> = {
  create: {
    uid: QUOTATION,
    at: 'afterCreate',
    write: quotation,
    told: ['entry.create A'],
  },
  update: {
    uid: QUOTATION,
    at: 'afterUpdate',
    given: quotation,
    write: ({ documentId }) => quotations().update({ documentId, data: { name: 'B' } }),
    told: ['entry.update B'],
  },
  delete: {
    uid: QUOTATION,
    at: 'afterDelete',
    given: quotation,
    write: ({ documentId }) => quotations().delete({ documentId }),
    told: ['entry.delete A'],
  },
  clone: {
    uid: QUOTATION,
    at: 'afterCreate',
    given: quotation,
    write: ({ documentId }) => quotations().clone({ documentId, data: { name: 'C' } }),
    told: ['entry.create C'],
  },
  'update of a locale that is not there': {
    uid: ARTICLE,
    at: 'afterCreate',
    given: draft,
    write: ({ documentId }) =>
      articles().update({ documentId, locale: 'fr', data: { title: 'F' } }),
    told: ['entry.create fr draft F'],
  },
  publish: {
    uid: ARTICLE,
    at: 'afterCreate',
    given: draft,
    write: ({ documentId }) => articles().publish({ documentId }),
    told: ['entry.publish en published A'],
  },
  unpublish: {
    uid: ARTICLE,
    at: 'afterDelete',
    given: published,
    write: ({ documentId }) => articles().unpublish({ documentId }),
    told: ['entry.unpublish en published A'],
  },
  discardDraft: {
    uid: ARTICLE,
    at: 'afterCreate',
    given: published,
    write: ({ documentId }) => articles().discardDraft({ documentId }),
    told: ['entry.draft-discard en draft A'],
  },
  'query.create': {
    uid: QUOTATION,
    at: 'afterCreate',
    write: () => query().create({ data: { name: 'Q' } }),
    told: ['entry.create Q'],
  },
  'query.createMany': {
    uid: QUOTATION,
    at: 'afterCreateMany',
    write: () => query().createMany({ data: [{ name: 'Q' }, { name: 'R' }] }),
    told: ['entry.create Q', 'entry.create R'],
  },
  'query.update': {
    uid: QUOTATION,
    at: 'afterUpdate',
    given: quotation,
    write: ({ id }) => query().update({ where: { id }, data: { name: 'Q' } }),
    told: ['entry.update Q'],
  },
  'query.updateMany': {
    uid: QUOTATION,
    at: 'afterUpdateMany',
    given: quotation,
    write: () => query().updateMany({ where: { name: 'A' }, data: { name: 'Q' } }),
    told: ['entry.update Q'],
  },
  'query.delete': {
    uid: QUOTATION,
    at: 'afterDelete',
    given: quotation,
    write: ({ id }) => query().delete({ where: { id } }),
    told: ['entry.delete A'],
  },
  'query.deleteMany': {
    uid: QUOTATION,
    at: 'afterDeleteMany',
    given: quotation,
    write: () => query().deleteMany({ where: { name: 'A' } }),
    told: ['entry.delete A'],
  },
};

const EACH = HOOK_PLACES.flatMap((place) =>
  Object.entries(CASES).map(([name, it]) => ({ name, place, ...it })),
);

function failingHook({ place, uid, at }: (typeof EACH)[number]): void {
  removals.push(setHooks(scene.app, place, uid, { [at]: fails }));
}

test.each(EACH)(
  '$name whose hook in $place fails is told, where its caller lets that pass and commits',
  async (it) => {
    const given = await it.given?.();
    await sent();
    failingHook(it);

    await scene.app.strapi.db.transaction(async () => {
      await expect(it.write(given as Entry)).rejects.toThrow(FAILURE);
    });

    expect((await sent()).sort()).toEqual(it.told);
  },
);

test.each(EACH)('$name whose hook in $place fails is undone, and not told', async (it) => {
  const given = await it.given?.();
  await sent();
  const stored = await countDeliveries(scene.app);
  failingHook(it);

  await expect(it.write(given as Entry)).rejects.toThrow(FAILURE);

  expect(await sent()).toEqual([]);
  expect(await countDeliveries(scene.app)).toBe(stored);
});

test('what fails before it is written is not told', async () => {
  const { documentId } = await quotation();
  await sent();
  const fail = () => Promise.reject(new Error('not today'));
  removals.push(
    setHooks(scene.app, 'lifecycles.js', QUOTATION, { beforeUpdate: fail, beforeCreate: fail }),
  );

  await scene.app.strapi.db.transaction(async () => {
    const creating = quotations().create({ data: { name: 'N' } });
    await expect(creating).rejects.toThrow('not today');
    await expect(quotations().update({ documentId, data: { name: 'B' } })).rejects.toThrow();
    await expect(query().create({ data: { name: 'Q' } })).rejects.toThrow('not today');
  });

  expect(await sent()).toEqual([]);
});

describe('a replacement that fails once the old version is gone tells of no other locale', () => {
  const inBoth = async () => {
    const { documentId } = await published();
    const data = { title: 'F' };
    await articles().update({ documentId, locale: 'fr', data, status: 'published' });
    return documentId;
  };

  test.each(['publish', 'discardDraft'] as const)('%s', async (action) => {
    await removeWebhooks(scene.app);
    const documentId = await inBoth();
    await createWebhook(scene.app, {
      url: scene.receiver.url,
      contentTypes: [ARTICLE],
      events: ['entry.publish', 'entry.draft-discard'],
      mapping: [{ fieldname: '$event' }, { fieldname: '$locale' }],
    });
    removals.push(setHooks(scene.app, 'lifecycles.js', ARTICLE, { afterDelete: fails }));

    await scene.app.strapi.db.transaction(async () => {
      await expect(articles()[action]({ documentId, locale: 'en' })).rejects.toThrow(FAILURE);
    });

    expect(await sent()).toEqual([]);
  });
});

test('a hook that writes to a type nobody watches, and then fails, leaves its own row told', async () => {
  const hook = async () => {
    await scene.app.strapi.db.query(CATEGORY).create({ data: { name: 'audit' } });
    await fails();
  };
  removals.push(setHooks(scene.app, 'lifecycles.js', QUOTATION, { afterCreate: hook }));

  await scene.app.strapi.db.transaction(async () => {
    await expect(query().create({ data: { name: 'Q' } })).rejects.toThrow(FAILURE);
  });

  expect(await sent()).toEqual(['entry.create Q']);
});

test('a middleware further in that writes another document, and then fails, tells of that alone', async () => {
  const [document, other] = [
    await quotations().create({ data: { name: 'A' } }),
    await quotations().create({ data: { name: 'B' } }),
  ];
  await sent();
  let isOn = true;
  scene.app.strapi.documents.use(async ({ action }, next) => {
    if (!isOn || action !== 'update') return next();
    await query().update({ where: { id: other.id }, data: { name: 'C' } });
    return fails();
  });

  await scene.app.strapi.db.transaction(async () => {
    const { documentId } = document;
    const updating = quotations().update({ documentId, data: { name: 'D' } });
    await expect(updating).rejects.toThrow(FAILURE);
  });
  isOn = false;

  expect(await sent()).toEqual(['entry.update C']);
});
