import fc from 'fast-check';

import { ERROR_CODES } from '../../../server/src/errors';
import { routes } from '../../../server/src/routes';
import { deliveriesOf, drain } from '../../support/deliveries';
import { QUOTATION, type Entry } from '../../support/documents';
import { holdingsOf } from '../../support/fuzz/holdings';
import { PROTOTYPE_KEYS } from '../../support/fuzz/hostile';
import { INPUTS, KNOWN, requestsTo, type FuzzedRequest } from '../../support/fuzz/requests';
import { attributes, sound } from '../../support/fuzz/webhook';
import { openWire, type Answer, type Wire } from '../../support/fuzz/wire';
import { useQuotation } from '../../support/quotation';
import { useScene } from '../../support/scene';
import { createWebhook } from '../../support/webhooks';

const RUNS = Number(process.env['FUZZ_INPUTS'] ?? 400);
const SEED = process.env['FUZZ_SEED'];
const PARAMETERS = {
  numRuns: RUNS,
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
};
const HOURS = 3_600_000;
/** More than so many are no better, and slower to list. */
const MOST_WEBHOOKS = 12;

const scene = useScene({ config: { expressions: { timeoutMs: 250 } } });
const quotation = useQuotation(scene);
const inherited = Reflect.ownKeys(Object.prototype).length;
const counts = new Map<string, number>();
let wire: Wire;
let delivery: string;

beforeAll(async () => {
  wire = await openWire(scene.app);
});
beforeEach(async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url });
  await quotation.save();
  await drain(app);
  delivery = (await deliveriesOf(app, webhook))[0]?.id ?? '';
});
afterAll(async () => {
  await wire.close();
  if (process.env['FUZZ_INPUTS']) process.stdout.write(`${JSON.stringify([...counts])}\n`);
});

/** Sends it with ids of what there is, and holds that the answer is one of ours. */
async function send(fuzzed: FuzzedRequest, webhookId: string): Promise<Answer> {
  const ids = { webhook: webhookId, delivery, entry: quotation.documentId };
  const fill = (template: string): string =>
    Object.entries(KNOWN).reduce(
      (filled, [name, mark]) => filled.replaceAll(mark, ids[name as keyof typeof ids]),
      template,
    );
  const body = fuzzed.body === null ? null : fill(fuzzed.body);
  const answer = await wire.send({ ...fuzzed, target: fill(fuzzed.target), body });
  const kind = `${fuzzed.method} ${String(answer.status)}`;
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return answer;
}

/** Neither the stack of an error nor what a database says of a statement. */
const LEAKS =
  /node_modules|\n\s+at .+:\d+:\d+|"stack"|select .* from [`"\\]|insert into |SQLITE_|ER_[A-Z_]{4}/i;

function mustBeClean({ status, body }: Answer): void {
  if (status >= 500) throw new Error(`${String(status)}: ${body}`);
  if (status === 401) throw new Error('Nobody is let in: the routes are not reached');
  const refused = status >= 400;
  // What a webhook holds comes back as it was given, and may look like anything.
  if (refused && LEAKS.test(body)) throw new Error(`Leaks: ${body}`);
  if (refused && !/^(\{"data":null,"error"|[\w ]*$)/.test(body)) throw new Error(`Odd: ${body}`);
  if (refused) mustHaveCode(body);
  expect(Reflect.ownKeys(Object.prototype)).toHaveLength(inherited);
  expect(Reflect.ownKeys(Array.prototype)).not.toContain('polluted');
}

/** Errors that Strapi answers with before a route of ours is called. */
const OF_STRAPI =
  /^[\w ]*$|"name":"(SyntaxError|BadRequestError|PayloadTooLargeError|MethodNotAllowedError)"|"message":"Not Found"/;

function mustHaveCode(body: string): void {
  if (OF_STRAPI.test(body)) return;
  const { error } = JSON.parse(body) as { error: { details?: { code?: string } } };
  if (!ERROR_CODES.some((code) => code === error.details?.code))
    throw new Error(`No code: ${body}`);
}

/** Always some, and never so many that each answer is long. */
async function keepFew(ids: string[]): Promise<void> {
  if (ids.length === 0) await createWebhook(scene.app, { url: scene.receiver.url });
  if (ids.length <= MOST_WEBHOOKS) return;
  for (const id of ids.slice(1)) await wire.send(requestOf('DELETE', `/webhooks/${id}`));
}

function requestOf(method: string, target: string, body?: object): FuzzedRequest {
  const written = body === undefined ? null : JSON.stringify(body);
  return { method, target, contentType: 'application/json', body: written };
}

const routeNames = routes.admin.routes.map(({ method, path }) => `${method} ${path}`);

test('every route has its inputs', () => {
  expect(Object.keys(INPUTS).sort()).toEqual([...routeNames].sort());
});

test(
  'no input makes a route fail, tell of its insides, or leave half a change',
  async () => {
    const anything = fc.oneof(...routeNames.map(requestsTo));
    await fc.assert(
      fc.asyncProperty(anything, async (fuzzed) => {
        const before = await holdingsOf(scene.app);
        const answer = await send(fuzzed, before.webhookIds.at(-1) ?? 'none');
        mustBeClean(answer);
        const after = await holdingsOf(scene.app);
        if (answer.status >= 400) expect(after.all).toBe(before.all);
        expect(after.strays).toBe(0);
        await keepFew(after.webhookIds);
      }),
      PARAMETERS,
    );
  },
  HOURS,
);

type Step = { change: object } | 'save' | 'preview' | 'log';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: attributes.map((change) => ({ change })) },
  { weight: 2, arbitrary: fc.constantFrom('enabled', 'paused', 'disabled').map(toState) },
  { weight: 4, arbitrary: fc.constant('save' as const) },
  { weight: 1, arbitrary: fc.constantFrom('preview' as const, 'log' as const) },
);

function toState(state: string): Step {
  return { change: { state } };
}

async function take(next: Step, one: string, draft: object): Promise<void> {
  // Whatever a webhook says, the editor's save goes through.
  if (next === 'save') {
    await quotation.save();
    return;
  }
  const target = { uid: QUOTATION, documentId: KNOWN.entry, event: 'entry.update' };
  const request =
    next === 'preview'
      ? requestOf('POST', '/webhooks/preview', { webhook: draft, ...target })
      : next === 'log'
        ? requestOf('GET', `/deliveries?webhook=${one}`)
        : requestOf('PUT', `/webhooks/${one}`, next.change);
  mustBeClean(await send(request, one));
}

test(
  'whatever becomes of a webhook, saves go through and every delivery comes to an end',
  async () => {
    const { app } = scene;
    const life = fc.tuple(sound, attributes, fc.array(step, { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(life, async ([base, own, steps]) => {
        const draft = { ...base, ...own };
        const first = await send(requestOf('POST', '/webhooks', draft), '');
        mustBeClean(first);
        const refused = first.status !== 201;
        const created = refused ? await send(requestOf('POST', '/webhooks', base), '') : first;
        expect(created.status).toBe(201);
        const { documentId } = (JSON.parse(created.body) as { data: Entry }).data;
        for (const next of [...steps, 'save' as const]) await take(next, documentId, draft);

        await drain(app);
        for (const { id, status } of await deliveriesOf(app, { documentId })) {
          mustBeClean(await send(requestOf('GET', `/deliveries/${id}`), documentId));
          expect(status).not.toBe('sending');
        }
        mustBeClean(await send(requestOf('DELETE', `/webhooks/${documentId}`), ''));
        expect((await holdingsOf(app)).strays).toBe(0);
      }),
      { ...PARAMETERS, numRuns: Math.ceil(RUNS / 20) },
    );
  },
  HOURS,
);

const keyOfDanger = fc
  .array(fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS), fc.constantFrom('a', '0')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('.'));

test(
  'a key that leads to a prototype is a key like any other',
  async () => {
    const rule = fc.tuple(sound, keyOfDanger, fc.constantFrom('fields', 'template'));
    await fc.assert(
      fc.asyncProperty(rule, async ([base, key, payload]) => {
        const parts = key.split('.');
        const written = parts.reduceRight(
          (inner, part) => `{${JSON.stringify(part)}: ${inner}}`,
          'doc.name',
        );
        const webhook = {
          ...base,
          payload,
          template: written,
          mapping: [{ fieldname: 'name', key }],
        };
        const target = { uid: QUOTATION, documentId: KNOWN.entry, event: 'entry.update' };
        const answer = await send(
          requestOf('POST', '/webhooks/preview', { webhook, ...target }),
          '',
        );
        mustBeClean(answer);
        const { data } = JSON.parse(answer.body) as { data: { request: { body: string } } };
        const found = parts.reduce<unknown>(
          (value, part) => Object.getOwnPropertyDescriptor(Object(value), part)?.value,
          JSON.parse(data.request.body),
        );
        expect(found).toBe('QTN-00001');
      }),
      { ...PARAMETERS, numRuns: Math.ceil(RUNS / 20) },
    );
  },
  HOURS,
);
