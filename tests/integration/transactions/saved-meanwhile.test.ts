import { containerOf } from '../../../server/src/container';
import { drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { setHooks } from '../../support/lifecycle-hooks';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();
let removal: (() => void) | undefined;

beforeEach(() => scene.app.strapi.db.query(QUOTATION).deleteMany({}));
afterEach(() => removal?.());

const query = () => scene.app.strapi.db.query(QUOTATION);

interface Case {
  at: string;
  write: (quotation: Entry) => Promise<unknown>;
}

const CASES: Record<string, Case> = {
  'documents.update': {
    at: 'afterUpdate',
    write: ({ documentId }) =>
      scene.app.documents(QUOTATION).update({ documentId, data: { total: 5 } }),
  },
  'documents.delete': {
    at: 'afterDelete',
    write: ({ documentId }) => scene.app.documents(QUOTATION).delete({ documentId }),
  },
  'query.update': {
    at: 'afterUpdate',
    write: ({ id }) => query().update({ where: { id }, data: { total: 5 } }),
  },
  'query.delete': {
    at: 'afterDelete',
    write: ({ id }) => query().delete({ where: { id } }),
  },
};

test.each(Object.entries(CASES))(
  'a webhook that is saved during %s hears of it as it was before',
  async (_name, { at, write }) => {
    const { app, receiver } = scene;
    const webhook = await createWebhook(app, {
      url: receiver.url,
      events: ['entry.update', 'entry.delete'],
      mapping: [{ fieldname: 'name' }],
    });
    const data = { name: 'A', customer: 'Acme' };
    const quotation = await app.documents(QUOTATION).create({ data });
    const { registry } = containerOf(app.strapi);
    const subscriptions = jest.spyOn(registry, 'subscriptions');
    const before = registry.subscriptions();
    await updateWebhook(app, webhook, {
      watchedFields: ['customer'],
      mapping: [{ fieldname: 'name' }, { fieldname: 'customer' }, { fieldname: '$previous.total' }],
    });
    // SQLite has one connection: a webhook that is really saved meanwhile waits for the end of the write.
    subscriptions.mockReturnValue(before);
    const savedNow = () => {
      subscriptions.mockRestore();
      return Promise.resolve();
    };
    removal = setHooks(app, 'lifecycles.js', QUOTATION, { [at]: savedNow });

    await write(quotation);

    await drain(app);
    expect(receiver.requests.map(({ text }) => text)).toEqual(['{"name":"A"}']);
  },
);
