import type { App } from '../boot-strapi';
import { ARTICLE, type Entry } from '../documents';
import type { Answer, Call, Given, Hook, Write } from './programs';
import type { Called, Made, StateRow } from './reference';

/** Runs the writes of a program in an app, and notes which actions wrote something. */
export interface Machine {
  reset(given: Given[]): Promise<void>;
  state(): Promise<StateRow[]>;
  /** Calls, lets a failure pass, and tells which actions wrote. */
  call(call: Call): Promise<Made & { failed: boolean }>;
}

const FAILURE = 'a hook failed';
/** Where a hook deletes the row that an action is writing: also after the commit, as it tells of it. */
export const STRAPI_FAILURE = /^Cannot (?:read|destructure) propert|already exists for UID/;

interface Running {
  calls: Called[];
  writes: number;
  hook: Hook | null;
  answer: Answer;
  /** What the write in front is, until it has written its first row. */
  noted: Called | null;
}

export function createMachine(app: App): Machine {
  const { strapi } = app;
  const articles = () => app.documents(ARTICLE);
  const query = () => strapi.db.query(ARTICLE);
  const slots: (string | undefined)[] = [];
  let titles = 0;
  let running: Running | null = null;
  const title = () => `T${String((titles += 1))}`;

  localizeAll(app);
  strapi.documents.use(async (context, next) => {
    const answer = running?.answer ?? null;
    if ((context.uid as string) !== ARTICLE || !running || answer === null) return next();
    if (!['create', 'update', 'publish', 'delete'].includes(context.action)) return next();
    running.answer = null;
    running.noted = null;
    const { documentId } = context.params as { documentId?: string };
    // Instead of an update it would look like that update.
    if (answer === 'soft delete' && documentId && context.action !== 'update') {
      await query().updateMany({ where: { documentId }, data: { title: title() } });
    }
    return null;
  });

  async function hear(at: Hook['at']): Promise<void> {
    if (!running) return;
    const { hook, noted } = running;
    if (at === 'after' && noted) {
      running.calls.push(noted);
      running.noted = null;
    }
    if (hook?.at !== at) return;
    running.hook = null;
    const outer = running.noted;
    running.noted = null;
    if (hook.write) await make(hook.write);
    if (hook.fails) throw new Error(FAILURE);
    running.noted = outer;
  }
  const heard = (at: Hook['at']) =>
    Object.fromEntries(
      ['Create', 'CreateMany', 'Update', 'UpdateMany', 'Delete', 'DeleteMany'].map((name) => [
        at + name,
        () => hear(at),
      ]),
    );
  strapi.db.lifecycles.subscribe({ models: [ARTICLE], ...heard('before'), ...heard('after') });

  async function state(): Promise<StateRow[]> {
    const rows: unknown = await query().findMany({ orderBy: 'id' });
    return (rows as Entry[]).map(({ id, documentId, title: text, locale, publishedAt }) => ({
      id,
      documentId,
      title: String(text),
      locale: String(locale),
      version: publishedAt ? 'published' : 'draft',
    }));
  }

  async function make(write: Write): Promise<void> {
    const there = await state();
    if (running) running.writes += 1;
    const documentId = 'slot' in write ? (slots[write.slot] ?? 'none') : 'none';
    const rowOf = (version: string, locale: string) =>
      there.find(
        (it) => it.documentId === documentId && it.locale === locale && it.version === version,
      );
    const note = (published = false, id = documentId): void => {
      if (!running) return;
      const locale = 'locale' in write && write.locale !== '*' ? write.locale : null;
      running.noted = { action: write.do, documentId: id, locale, published, there };
    };
    switch (write.do) {
      case 'create': {
        const id = `doc${String(write.slot)}x${title()}`;
        slots[write.slot] = id;
        note(write.published, id);
        const status = write.published ? 'published' : 'draft';
        const data = { title: title(), documentId: id };
        await articles().create({ data, locale: write.locale, status });
        return;
      }
      case 'update': {
        note(write.published);
        const status = write.published ? 'published' : 'draft';
        await articles().update({
          documentId,
          locale: write.locale,
          data: { title: title() },
          status,
        });
        return;
      }
      case 'clone': {
        if (running) running.noted = null;
        await articles().clone({ documentId, locale: write.locale, data: { title: title() } });
        return;
      }
      case 'publish':
      case 'unpublish':
      case 'discardDraft':
      case 'delete':
        note();
        await articles()[write.do]({ documentId, locale: write.locale });
        return;
      case 'query.create':
        if (running) running.noted = null;
        await query().create({ data: { title: title(), locale: write.locale } });
        return;
      case 'query.createMany':
        if (running) running.noted = null;
        await query().createMany({
          data: [
            { title: title(), locale: write.locale },
            { title: title(), locale: write.locale },
          ],
        });
        return;
      case 'query.update':
      case 'query.delete': {
        if (running) running.noted = null;
        const row = rowOf(write.version, write.locale);
        if (!row) return;
        const where = { id: row.id };
        if (write.do === 'query.delete') await query().delete({ where });
        else await query().update({ where, data: { title: title() } });
        return;
      }
      case 'query.updateMany':
        if (running) running.noted = null;
        await query().updateMany({ where: { documentId }, data: { title: title() } });
        return;
      case 'query.deleteMany':
        if (running) running.noted = null;
        await query().deleteMany({ where: { documentId } });
        return;
    }
  }

  return {
    state,
    async reset(given) {
      running = null;
      slots.length = 0;
      await query().deleteMany({});
      for (const { slot, ...one } of given) {
        await make({ do: slots[slot] ? 'update' : 'create', slot, ...one });
      }
    },
    async call({ write, hook, answer }) {
      const own: Running = { calls: [], writes: 0, hook, answer, noted: null };
      running = own;
      try {
        await make(write);
        return { ...own, failed: false };
      } catch (error) {
        const { message } = error as Error;
        if (message !== FAILURE && !STRAPI_FAILURE.test(message)) throw error;
        return { ...own, failed: true };
      } finally {
        running = null;
      }
    },
  };
}

/** So that i18n has nothing to copy after a write: a scope of its own, which tests of locales hold. */
function localizeAll({ strapi }: App): void {
  for (const attribute of Object.values(strapi.contentType(ARTICLE).attributes)) {
    Object.assign(attribute, { pluginOptions: { i18n: { localized: true } } });
  }
}
