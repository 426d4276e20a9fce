import type { GeneratedSecret } from '../contracts/webhooks';
import { createAsyncContext } from '../async-context';
import { createSigner, type Scheme } from '../signing/signing-secret';

const collecting = createAsyncContext<{ generated: GeneratedSecret }>();

/** Runs a write and returns the signing secret that it generated. It cannot be read later. */
export async function withGenerated<T>(
  write: () => Promise<T>,
): Promise<{ result: T; generated: GeneratedSecret }> {
  const collector = { generated: {} };
  const result = await collecting.run(collector, write);
  return { result, generated: collector.generated };
}

export function tellGenerated(generated: { scheme: Scheme; secret: string }): void {
  const collector = collecting.get();
  if (collector) collector.generated = shown(generated);
}

/** A signing secret to show once, with the public key for Ed25519. */
export function shown({ scheme, secret }: { scheme: Scheme; secret: string }): {
  signingSecret: string;
  publicKey?: string;
} {
  const { publicKey } = createSigner(scheme, secret);
  return { signingSecret: secret, ...(publicKey === null ? {} : { publicKey }) };
}
