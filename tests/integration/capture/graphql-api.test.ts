import request from 'supertest';

import { deliveriesOf, drain } from '../../support/deliveries';
import { ARTICLE } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const scene = useScene({ env: { PLAYGROUND_GRAPHQL: 'on' } });

interface Answer {
  data?: Record<string, { documentId: string } | null>;
  errors?: unknown;
}

let authorization: string;

beforeAll(async () => {
  const tokens = scene.app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const { accessKey } = await tokens.create({
    name: 'GraphQL',
    type: 'full-access',
    lifespan: null,
    description: '',
  });
  authorization = `Bearer ${accessKey}`;
});

async function mutate(name: string, call: string): Promise<string> {
  const answer = await request(scene.app.strapi.server.httpServer)
    .post('/graphql')
    .set('authorization', authorization)
    .send({ query: `mutation { ${name}: ${call} { documentId } }` });
  const { data, errors } = answer.body as Answer;
  expect(errors).toBeUndefined();
  return data?.[name]?.documentId ?? '';
}

test('create, update and delete, as drafts and published, each fire once', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, {
    url: receiver.url,
    contentTypes: [ARTICLE],
    events: ['entry.create', 'entry.update', 'entry.publish', 'entry.delete'],
    mapping: ['$event', '$status', 'title', '$previous.title'].map((fieldname) => ({ fieldname })),
  });
  const sent = async (): Promise<string[]> => {
    await drain(app);
    const bodies = receiver.requests.splice(0).map(({ json }) => json as Record<string, unknown>);
    return bodies
      .map((it) => [it['$event'], it['$status'], it['title']].map(String).join(' '))
      .sort();
  };

  const id = await mutate('made', 'createArticle(data: { title: "One" }, status: DRAFT)');
  expect(await sent()).toEqual(['entry.create draft One']);

  await mutate(
    'changed',
    `updateArticle(documentId: "${id}", data: { title: "Two" }, status: DRAFT)`,
  );
  expect(await sent()).toEqual(['entry.update draft Two']);

  await mutate(
    'published',
    `updateArticle(documentId: "${id}", data: { title: "Three" }, status: PUBLISHED)`,
  );
  expect(await sent()).toEqual(['entry.publish published Three', 'entry.update draft Three']);

  await mutate('gone', `deleteArticle(documentId: "${id}")`);
  expect(await sent()).toEqual(['entry.delete published Three']);

  const actors = (await deliveriesOf(app, webhook)).map(({ actor }) => actor);
  expect(actors).toHaveLength(5);
  for (const actor of actors) expect(actor).toMatchObject({ type: 'api-token', name: 'GraphQL' });
});

test('webhooks are no part of it, to read or to write', async () => {
  await createWebhook(scene.app, { url: scene.receiver.url });
  const { body } = (await request(scene.app.strapi.server.httpServer)
    .post('/graphql')
    .set('authorization', authorization)
    .send({ query: '{ __schema { types { name } queryType { fields { name } } } }' })) as {
    body: { data: { __schema: { types: { name: string }[] } } };
  };
  const names = JSON.stringify(body.data.__schema);

  expect(names).toContain('articles');
  expect(names).not.toMatch(/DocumentWebhooksWebhook/i);
});
