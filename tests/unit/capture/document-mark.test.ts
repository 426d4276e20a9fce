import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import {
  createHolder,
  createMark,
  type DocumentMark,
} from '../../../server/src/capture/document-mark';
import { holders, withMark, withRowWrite } from '../../../server/src/capture/place';

const UID = 'api::article.article';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const laterOn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

type SetGoing = (write: () => void) => void;

/** A hook sets the next write going, and does not wait for it. */
function writeForEver(setGoing: SetGoing, each: (mark: DocumentMark) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const write = (): void => {
      const mark = createMark(UID, 'document', () => true);
      withMark(mark, async () => {
        const holder = createHolder(UID, new Set(['document']));
        await withRowWrite({ uid: UID, webhooks: [], newDocuments: false, holder }, async () => {
          await laterOn();
          if (each(mark)) setGoing(write);
          else resolve();
        });
        holder.held = null;
      }).catch(reject);
    };
    write();
  });
}

const LATER: SetGoing = (write) => void setTimeout(write, 0);
const AT_ONCE: SetGoing = (write) => write();

test.each([
  ['later', LATER],
  ['at once', AT_ONCE],
])(
  'a write that sets another one going %s is not kept by those that follow',
  async (_, setGoing) => {
    const marks: WeakRef<DocumentMark>[] = [];
    let kept: number | undefined;

    await writeForEver(setGoing, (mark) => {
      marks.push(new WeakRef(mark));
      if (marks.length < 20) return true;
      collectGarbage();
      kept = marks.slice(0, 15).filter((one) => one.deref()).length;
      return false;
    });

    expect(kept).toBe(0);
  },
);

test('what a write calls while it is under way stands in all that it is nested in', async () => {
  const [outer, inner] = ['outer', 'inner'].map((id) => createMark(UID, id, () => true)) as [
    DocumentMark,
    DocumentMark,
  ];
  const holder = createHolder(UID, new Set(['outer']));

  const seen = await withMark(outer, () =>
    withRowWrite({ uid: UID, webhooks: [], newDocuments: false, holder }, () =>
      withMark(inner, () => Promise.resolve([...holders()])),
    ),
  );

  expect(seen).toEqual([inner, holder, outer, outer]);
});
