import { QUOTATION } from '../../support/documents';
import type { Instance } from './instance';
import { MAPPING, startRecorder, type Recorder } from './recorder';

/** One has a slot for every delivery, which leaves unclaimed; the other a backlog, which is claimed. */
const WEBHOOKS = [
  { path: '/at-once', concurrency: 64, answersAfterMs: 0 },
  { path: '/queued', concurrency: 2, answersAfterMs: 8 },
];

export const PATHS = WEBHOOKS.map(({ path }) => path);

export function startReceiver(): Promise<Recorder> {
  return startRecorder(
    Object.fromEntries(WEBHOOKS.map(({ path, answersAfterMs }) => [path, answersAfterMs])),
  );
}

/** Documents first, for they are no part of what is counted. Returns their ids. */
export async function addDocumentsAndWebhooks(
  instance: Instance,
  { url }: Recorder,
  documents: number,
): Promise<string[]> {
  const names = Array.from({ length: documents }, (_, index) => `QTN-${String(index)}`);
  const ids = await instance.call('addDocuments', names);
  for (const { path, concurrency } of WEBHOOKS) {
    await instance.call('addWebhook', {
      name: path,
      url: `${url}${path}`,
      contentTypes: [QUOTATION],
      events: ['entry.create', 'entry.update'],
      mapping: MAPPING,
      concurrency,
      retryDelays: Array<number>(50).fill(0.1),
    });
  }
  return ids;
}
