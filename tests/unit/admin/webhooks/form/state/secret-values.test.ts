import {
  keepsSecret,
  type HeaderRowValues,
} from '../../../../../../admin/src/webhooks/form/state/rows';
import {
  newWebhook,
  toInput,
  toValues,
  withoutEmptyRows,
  type WebhookValues,
} from '../../../../../../admin/src/webhooks/form/state/values';
import type { Webhook } from '../../../../../../server/src/contracts/webhook';
import { sampleWebhook } from '../../../sample-webhook';

const KEY = { createdAt: '2026-05-03T12:00:00.000Z', expiresAt: null, publicKey: null };

const stored = (part: Partial<Webhook> = {}): WebhookValues =>
  toValues(sampleWebhook({ headers: [{ key: 'X-Key', value: null, secret: true }], ...part }));
const withRow = (part: Partial<HeaderRowValues>): WebhookValues => {
  const values = stored();
  return { ...values, headers: values.headers.map((row) => ({ ...row, ...part })) };
};

test('a stored secret that is left alone stays: it goes back without a value', () => {
  expect(toInput(stored()).headers).toEqual([{ key: 'X-Key', value: null, secret: true }]);
});

test('what is typed replaces it', () => {
  expect(toInput(withRow({ value: 'new' })).headers).toEqual([
    { key: 'X-Key', value: 'new', secret: true },
  ]);
});

test.each<[string, Partial<HeaderRowValues>, boolean]>([
  ['nothing is typed', {}, true],
  ['its key is written otherwise', { key: 'x-key ' }, true],
  ['a value is typed', { value: 'new' }, false],
  ['it has another key', { key: 'X-Other' }, false],
  ['it is to be no secret', { secret: false }, false],
  ['it is a new one', { storedKey: '' }, false],
])('a stored secret, where %s: stays %s', (_name, part, stays) => {
  expect(withRow(part).headers.map(keepsSecret)).toEqual([stays]);
});

test('a row of a stored secret does not go because its key was emptied', () => {
  expect(withoutEmptyRows(withRow({ key: '' })).headers).toHaveLength(1);
});

describe('the signing secret', () => {
  const signed = (part: Partial<WebhookValues> = {}): WebhookValues => ({
    ...stored({ signing: 'hmac', signingKeys: [KEY] }),
    ...part,
  });

  test('of a webhook that has one stays', () => {
    expect(toInput(signed())).not.toHaveProperty('signingSecret');
  });

  test('of a webhook that has none is generated', () => {
    const values = newWebhook({ timeoutMs: 1_000, retryDelays: [], concurrency: 2 });
    expect(toInput({ ...values, signing: 'ed25519' })).toMatchObject({
      signing: 'ed25519',
      signingSecret: 'generate',
    });
    expect(toInput(stored({ signing: 'hmac', signingKeys: [] }))).toMatchObject({
      signingSecret: 'generate',
    });
  });

  test('is sent as it is pasted, without the white space around it', () => {
    const values = signed({ secretSource: 'paste', signingSecret: ' whsec_abc\n' });
    expect(toInput(values)).toMatchObject({ signingSecret: 'whsec_abc' });
  });

  test('is not sent where nothing is signed', () => {
    const values = signed({ signing: 'none', secretSource: 'paste', signingSecret: 'whsec_abc' });
    expect(toInput(values)).not.toHaveProperty('signingSecret');
    expect(toInput(values)).not.toHaveProperty('secretSource');
  });

  test('that is to be pasted and is not goes out empty, which the server refuses', () => {
    const values = signed({ secretSource: 'paste', signingSecret: ' ' });
    expect(toInput(values)).toMatchObject({ signingSecret: '' });
  });
});
