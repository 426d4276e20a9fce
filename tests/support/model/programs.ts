import fc from 'fast-check';

/** Random programs of writes to two documents in two locales, of a type with draft & publish. */
export type Locale = 'en' | 'fr';
export type Version = 'draft' | 'published';

export type Write =
  | { do: 'create'; slot: number; locale: Locale; published: boolean }
  | { do: 'update'; slot: number; locale: Locale; published: boolean }
  | { do: 'publish' | 'unpublish' | 'discardDraft' | 'delete'; slot: number; locale: Locale | '*' }
  | { do: 'clone'; slot: number; locale: Locale }
  | { do: 'query.create'; locale: Locale }
  | { do: 'query.createMany'; locale: Locale }
  | { do: 'query.update' | 'query.delete'; slot: number; locale: Locale; version: Version }
  | { do: 'query.updateMany' | 'query.deleteMany'; slot: number };

/** What an app's hook does once, on the first row that a write writes. */
export interface Hook {
  at: 'before' | 'after';
  write: Write | null;
  fails: boolean;
}

/** What an app's middleware does instead of the action. */
export type Answer = 'soft delete' | 'nothing' | null;

export interface Call {
  write: Write;
  hook: Hook | null;
  answer: Answer;
}

export interface Given {
  slot: number;
  locale: Locale;
  published: boolean;
}

export type Step = { call: Call } | { savepoint: Call[]; undone: boolean };

export interface Program {
  /** What is there before: each is written, and published where it says so. */
  given: Given[];
  steps: Step[];
  /** Whether all of it is one transaction of the app's. */
  transaction: 'none' | 'committed' | 'rolled back';
}

const slot = fc.integer({ min: 0, max: 1 });
const locale = fc.constantFrom<Locale>('en', 'fr');
const many = fc.constantFrom<Locale | '*'>('en', 'fr', '*');
const version = fc.constantFrom<Version>('draft', 'published');
const published = fc.boolean();

const write: fc.Arbitrary<Write> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('create' as const), slot, locale, published }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('update' as const), slot, locale, published }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('publish', 'unpublish', 'discardDraft', 'delete'),
      slot,
      locale: many,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clone' as const), slot, locale }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('query.create', 'query.createMany'), locale }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('query.update', 'query.delete'),
      slot,
      locale,
      version,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('query.updateMany', 'query.deleteMany'), slot }),
  },
);

const anyHook: fc.Arbitrary<Hook> = fc.record({
  at: fc.constantFrom('before', 'after'),
  write: fc.option(write),
  fails: fc.boolean(),
});

const call: fc.Arbitrary<Call> = fc
  .record({
    write,
    hook: fc.option(anyHook, { freq: 2 }),
    answer: fc.oneof(
      { weight: 8, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom('soft delete' as const, 'nothing' as const) },
    ),
  })
  .map((it) => ({ ...it, hook: it.hook && hookFor(it.write, it.hook) }));

/** Strapi writes the rows of some actions side by side: where one fails, the others go on unawaited. */
function hookFor(of: Write, hook: Hook): Hook | null {
  if (of.do === 'delete' || ('locale' in of && of.locale === '*')) return null;
  // Strapi then tells of an entry that is null, in a promise that nobody awaits.
  const vanishes = of.do === 'update' && hook.at === 'before' && isRemoving(hook.write);
  if (vanishes) return { ...hook, write: null };
  const replaces = of.do === 'publish' || of.do === 'discardDraft';
  return replaces ? { ...hook, fails: false } : hook;
}

function isRemoving(write: Write | null): boolean {
  const removing = ['delete', 'discardDraft', 'query.delete', 'query.deleteMany'];
  return write !== null && removing.includes(write.do);
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ call }) },
  {
    weight: 1,
    arbitrary: fc.record({
      savepoint: fc.array(call, { minLength: 1, maxLength: 2 }),
      undone: fc.boolean(),
    }),
  },
);

export const program: fc.Arbitrary<Program> = fc.record({
  given: fc.array(fc.record({ slot, locale, published }), { minLength: 1, maxLength: 4 }),
  steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  transaction: fc.constantFrom('none', 'committed', 'committed', 'rolled back'),
});
