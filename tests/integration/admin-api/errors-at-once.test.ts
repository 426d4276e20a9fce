import { superAdmin, type AdminApi } from '../../support/admin-api';
import { QUOTATION, type Entry } from '../../support/documents';
import { useScene } from '../../support/scene';

const WEBHOOKS = '/document-webhooks/webhooks';
const VALID = {
  name: 'Taken',
  contentTypes: [QUOTATION],
  events: ['entry.update'],
  url: 'https://example.com/hook',
  headers: [{ key: 'X-Key', value: 'the stored secret', secret: true }],
};

const scene = useScene();
let admin: AdminApi;
let other: Entry;

beforeAll(async () => {
  admin = await superAdmin(scene.app);
});

beforeEach(async () => {
  await admin.call('post', WEBHOOKS, VALID);
  const created = await admin.call('post', WEBHOOKS, { ...VALID, name: 'Other' });
  other = (created.body as { data: Entry }).data;
});

/** The places of what is wrong, of one answer. */
async function refusals(method: 'post' | 'put', path: string, input: object): Promise<string[]> {
  const { status, body } = await admin.call(method, path, input);
  expect(status).toBe(400);
  const { details } = (body as { error: { details: { errors: { path: string[] }[] } } }).error;
  return details.errors.map(({ path }) => path.join('.')).sort();
}

const WRONG = {
  name: ' Taken ',
  nonsense: true,
  url: 'https://10.0.0.1/hook',
  condition: 'doc.(',
  timeoutMs: '',
  concurrency: '1.5',
  rateLimit: 'few',
  coalesceSeconds: -1,
  retryDelays: 'soon',
  method: 'GET',
  payload: 'template',
  mapping: [{ fieldname: 'author..name' }],
  watchedFields: ['nowhere'],
  events: ['entry.update', 'no such event'],
  headers: [
    { key: 'Host', value: 'x' },
    { key: 'X-Other', value: null, secret: true },
  ],
};
const PLACES = [
  'concurrency',
  'coalesceSeconds',
  'condition',
  'events.1',
  'headers.0.key',
  'mapping.0.fieldname',
  'name',
  'nonsense',
  'payload',
  'rateLimit',
  'retryDelays',
  'template',
  'timeoutMs',
  'url',
  'watchedFields.0',
];

test('a new webhook is refused with all that is wrong, the taken name among it', async () => {
  expect(await refusals('post', WEBHOOKS, { ...VALID, ...WRONG })).toEqual(PLACES.sort());
});

test('so is a change', async () => {
  expect(await refusals('put', `${WEBHOOKS}/${other.documentId}`, WRONG)).toEqual(PLACES.sort());
});

test('an empty webhook is refused for all that it must have', async () => {
  expect(await refusals('post', WEBHOOKS, { signing: 'hmac', signingSecret: '' })).toEqual([
    'contentTypes',
    'events',
    'name',
    'signingSecret',
    'url',
  ]);
});

test('a missing secret is reported with a duplicate name and an invalid field', async () => {
  const headers = [{ key: 'X-Other', value: null, secret: true }];
  const mapping = [{ fieldname: 'nowhere' }];
  expect(await refusals('post', WEBHOOKS, { ...VALID, headers, mapping })).toEqual([
    'headers.0.value',
    'mapping.0.fieldname',
    'name',
  ]);
});

test('a stored secret does not become an empty header that everybody can read', async () => {
  const headers = [{ key: 'x-key', value: '', secret: false }];
  const { documentId } = other;
  expect(await refusals('put', `${WEBHOOKS}/${documentId}`, { name: 'Taken', headers })).toEqual([
    'headers.0.value',
    'name',
  ]);
});

test('a webhook keeps its own name', async () => {
  const saved = await admin.call('put', `${WEBHOOKS}/${other.documentId}`, {
    name: 'Other',
    description: 'Still so named',
  });
  expect(saved.status).toBe(200);
});

test('a number says what it may be', async () => {
  const { body } = await admin.call('post', WEBHOOKS, { ...VALID, name: 'N', timeoutMs: '' });
  expect(JSON.stringify(body)).toContain('Give a whole number of milliseconds from 100 to 60000');
});
