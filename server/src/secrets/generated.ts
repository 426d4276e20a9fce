import type { GeneratedSecret } from '../contracts/webhooks';
import { createAsyncContext } from '../async-context';
import { createSigner, type Scheme } from '../signing/signing-secret';

const listening = createAsyncContext<{ heard: GeneratedSecret }>();

/** Runs a write, and hands out the signing secret that it generated: nobody can read it afterwards. */
export async function withGenerated<T>(
  write: () => Promise<T>,
): Promise<{ result: T; generated: GeneratedSecret }> {
  const ear = { heard: {} };
  const result = await listening.run(ear, write);
  return { result, generated: ear.heard };
}

export function tellGenerated(generated: { scheme: Scheme; secret: string }): void {
  const ear = listening.get();
  if (ear) ear.heard = shown(generated);
}

/** A signing secret as it is shown once; of Ed25519 with what the receiver needs of it. */
export function shown({ scheme, secret }: { scheme: Scheme; secret: string }): {
  signingSecret: string;
  publicKey?: string;
} {
  const { publicKey } = createSigner(scheme, secret);
  return { signingSecret: secret, ...(publicKey === null ? {} : { publicKey }) };
}
