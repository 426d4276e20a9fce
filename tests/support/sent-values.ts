import { drain } from './deliveries';
import type { Scene } from './scene';

/** What arrived since the last call: of each body its values, without those that are null, in one line. */
export async function sentValues({ app, receiver }: Scene): Promise<string[]> {
  await drain(app);
  const bodies = receiver.requests.map(({ json }) => json as Record<string, string | null>);
  receiver.requests.length = 0;
  return bodies.map((body) =>
    Object.values(body)
      .filter((value) => value !== null)
      .join(' '),
  );
}
