import { createPublicKey, verify } from 'node:crypto';

import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

import {
  createSigner,
  generateSecret,
  problemOfSecret,
} from '../../../server/src/signing/signing-secret';
import { signatureOf } from '../../../server/src/signing/signature';

const BYTES = (size: number) => Buffer.alloc(size, 7).toString('base64');
const SEED = 'VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=';

type Headers = Record<string, string>;

/** They read the body as JSON once it is verified. */
function verified(
  receiver: { verify: (body: string, headers: Headers) => unknown },
  body: string,
  headers: Headers,
): void {
  try {
    receiver.verify(body, headers);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}

/** Those of the standard's own libraries (standard-webhooks/standard-webhooks, JavaScript and Go). */
describe('published vectors', () => {
  const signed = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
  };
  const signature = (scheme: 'hmac' | 'ed25519', secret: string) =>
    signatureOf([{ ...createSigner(scheme, secret), expiresAt: null }], signed, 0);

  test('v1', () => {
    expect(signature('hmac', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test('v1a', () => {
    expect(signature('ed25519', `whsk_${SEED}`)).toBe(
      'v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==',
    );
  });
});

describe('a generated secret', () => {
  const now = new Date();
  const timestamp = String(Math.floor(now.getTime() / 1_000));

  test.each(['', '{"a":"é 😀 \ud800"}', 'a.b.c'])(
    'signs %j for the libraries of receivers',
    (body) => {
      const secret = generateSecret('hmac');
      const keys = [{ ...createSigner('hmac', secret), expiresAt: null }];
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(keys, { id: 'msg_1', timestamp, body }, 0) ?? '',
      };
      const raw = Buffer.from(body).toString();

      expect(secret).toMatch(/^whsec_/);
      expect(problemOfSecret('hmac', secret)).toBeNull();
      for (const receiver of [new StandardWebhook(secret), new SvixWebhook(secret)]) {
        expect(() => verified(receiver, raw, headers)).not.toThrow();
        expect(() => verified(receiver, `${raw} `, headers)).toThrow(/signature/i);
      }
    },
  );

  test('of Ed25519 comes with the public key that verifies it', () => {
    const signer = createSigner('ed25519', generateSecret('ed25519'));
    const [prefix, key = ''] = (signer.publicKey ?? '').split('_');
    const x = Buffer.from(key, 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const [version, signature = ''] = signer.sign('msg_1.1.{}').split(',');

    expect([prefix, version]).toEqual(['whpk', 'v1a']);
    const bytes = Buffer.from(signature, 'base64');
    expect(verify(null, Buffer.from('msg_1.1.{}'), publicKey, bytes)).toBe(true);
    expect(verify(null, Buffer.from('msg_1.2.{}'), publicKey, bytes)).toBe(false);
  });

  test('is a new one each time', () => {
    expect(generateSecret('hmac')).not.toBe(generateSecret('hmac'));
  });
});

test('a private key may have its public half behind', () => {
  const { publicKey, sign } = createSigner('ed25519', `whsk_${SEED}`);
  const half = Buffer.from(publicKey?.slice('whpk_'.length) ?? '', 'base64');
  const both = `whsk_${Buffer.concat([Buffer.from(SEED, 'base64'), half]).toString('base64')}`;

  expect(problemOfSecret('ed25519', both)).toBeNull();
  expect(createSigner('ed25519', both).sign('x')).toBe(sign('x'));
});

test.each([
  ['hmac', `whsec_${BYTES(24)}`, null],
  ['hmac', `whsec_${BYTES(64)}`, null],
  ['hmac', `whsec_${BYTES(25).replace(/=+$/, '')}`, null],
  ['hmac', `whsec_${BYTES(23)}`, /23 bytes: 24 to 64/],
  ['hmac', `whsec_${BYTES(65)}`, /65 bytes/],
  ['hmac', BYTES(32), /begins with whsec_/],
  ['hmac', `whsk_${BYTES(32)}`, /begins with whsec_/],
  ['hmac', 'whsec_', /base64/],
  ['hmac', `whsec_${BYTES(32)}!`, /base64/],
  ['hmac', `whsec_${BYTES(32)}==`, /base64/],
  ['hmac', `whsec_${BYTES(24)}A`, /base64/],
  ['hmac', `whsec_${'-+'.repeat(16)}`, /base64/],
  ['hmac', `whsec_whsec_${BYTES(32)}`, /whsec_ twice/],
  ['hmac', ` whsec_${BYTES(32)}`, /spaces or line breaks/],
  ['hmac', `whsec_${BYTES(32)}\n`, /spaces or line breaks/],
  ['ed25519', `whsk_${BYTES(32)}`, null],
  ['ed25519', `whsk_whsk_${BYTES(32)}`, /whsk_ twice/],
  ['ed25519', `whsk_${BYTES(31)}`, /31 bytes: 32/],
  ['ed25519', `whsk_${BYTES(64)}`, /second half/],
  ['ed25519', `whsec_${BYTES(32)}`, /begins with whsk_/],
] as const)('%s: %s', (scheme, secret, problem) => {
  const found = problemOfSecret(scheme, secret);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
  expect(found ?? '').not.toContain(BYTES(32));
});

test('keys sign until they run out, the newest first', () => {
  const key = (name: string, expiresAt: number | null) => ({
    sign: (content: string) => `${name},${content}`,
    publicKey: null,
    expiresAt,
  });
  const keys = [key('new', null), key('old', 1_000), key('older', 500)];
  const signed = { id: 'm', timestamp: '1', body: null };

  expect(signatureOf(keys, signed, 499)).toBe('new,m.1. old,m.1. older,m.1.');
  expect(signatureOf(keys, signed, 500)).toBe('new,m.1. old,m.1.');
  expect(signatureOf(keys, signed, 1_000)).toBe('new,m.1.');
  expect(signatureOf([], signed, 0)).toBeNull();
});

/** The last character of 32 bytes in base64 holds two bits that no byte has. */
test.each([
  ['as Node writes it', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  ['with bits behind the last byte', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB='],
  ['without padding', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD'],
])('a secret of another sender signs %s', (_how, text) => {
  const secret = `whsec_${text}`;

  expect(problemOfSecret('hmac', secret)).toBeNull();
  expect(createSigner('hmac', secret).sign('x')).toBe(
    createSigner('hmac', `whsec_${Buffer.alloc(32).toString('base64')}`).sign('x'),
  );
});

test('a secret in the alphabet of URLs is the same as in the usual one', () => {
  const bytes = Buffer.alloc(32, 0xfb);
  const [usual, ofUrls] = (['base64', 'base64url'] as const).map((alphabet) =>
    createSigner('hmac', `whsec_${bytes.toString(alphabet)}`).sign('x'),
  );

  expect(bytes.toString('base64url')).toMatch(/[-_]/);
  expect(problemOfSecret('hmac', `whsec_${bytes.toString('base64url')}`)).toBeNull();
  expect(ofUrls).toBe(usual);
});
