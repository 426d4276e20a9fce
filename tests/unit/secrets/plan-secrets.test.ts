import { planSecrets, type SecretsChange } from '../../../server/src/secrets/plan-secrets';
import type { StoredSecret } from '../../../server/src/secrets/secret-rows';

const about = { webhookId: 'hook', ciphertext: 'v1:', createdAt: 0 };
const HEADER: StoredSecret = { ...about, id: 1, kind: 'header', name: 'x-key' };
const KEY: StoredSecret = { ...about, id: 2, kind: 'signing', name: 'hmac', expiresAt: null };
const OLD_KEY: StoredSecret = { ...about, id: 3, kind: 'signing', name: 'hmac', expiresAt: 9 };
const SECRET = `whsec_${Buffer.alloc(24).toString('base64')}`;

const URL = 'https://a.example/x';
const KEPT = { key: 'X-Key', value: null, secret: true };

function plan({ url = URL, ...change }: Partial<SecretsChange> & { url?: string }) {
  const before = { url: URL, headers: [KEPT], signing: 'hmac' as const };
  const stored = [KEY, OLD_KEY, HEADER];
  return planSecrets({ before, after: { ...before, url }, stored, writer: 'person', ...change });
}

test('what is left out stays, with the keys that are being rotated away', () => {
  expect(plan({})).toEqual({ violations: [], missing: [], set: [], drop: [], generated: null });
});

test('what is given replaces what is stored', () => {
  const after = { url: URL, headers: [{ ...KEPT, value: 'new!' }], signing: 'hmac' as const };
  expect(plan({ after, signingSecret: SECRET })).toMatchObject({
    set: [
      { kind: 'header', name: 'x-key', text: 'new!', path: ['headers', '0', 'value'] },
      { kind: 'signing', name: 'hmac', text: SECRET, path: ['signingSecret'] },
    ],
    drop: [1, 2, 3],
    generated: null,
  });
});

test('what is gone is dropped', () => {
  const after = {
    url: URL,
    headers: [{ ...KEPT, value: 'open', secret: false }],
    signing: 'none' as const,
  };
  expect(plan({ after })).toMatchObject({ set: [], drop: [1, 2, 3], violations: [] });
});

test('a secret that is to be readable needs a value', () => {
  const headers = [{ ...KEPT, value: '', secret: false }];
  const { violations } = plan({ after: { url: URL, headers, signing: 'hmac' } });
  expect(violations.map(({ path }) => path)).toEqual([['headers', '0', 'value']]);
});

test('another kind of key makes a new one, wherever it leads', () => {
  const after = { url: 'https://b.example', headers: [], signing: 'ed25519' as const };
  expect(plan({ after })).toMatchObject({
    violations: [],
    set: [{ name: 'ed25519' }],
    drop: [1, 2, 3],
    generated: { scheme: 'ed25519' },
  });
});

test.each([
  ['person', 2],
  ['import', 2],
  ['configuration', 0],
] as const)('of a %s another host asks for what is stored', (writer, asked) => {
  const { violations, set } = plan({ url: 'https://b.example/x', writer });
  expect(violations).toHaveLength(asked);
  expect(set).toEqual([]);
});

test.each([
  ['person', ['secret is missing'], [], true],
  ['configuration', ['secret is missing'], [], true],
  ['import', [], ['headers.0.value', 'signingSecret'], false],
] as const)('of a %s nothing stored means', (writer, violations, missing, generates) => {
  const planned = plan({ stored: [], before: null, writer });
  expect(planned.violations.map(({ message }) => message)).toEqual(
    violations.map((it) => expect.stringContaining(it) as string),
  );
  expect(planned.missing.map(({ path }) => path.join('.'))).toEqual(missing);
  expect(planned.generated !== null).toBe(generates);
});
