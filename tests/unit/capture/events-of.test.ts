import { eventsOf, type WriteOutcome } from '../../../server/src/capture/events-of';

const EN = { id: 1, documentId: 'd', locale: 'en' };
const FR = { id: 2, documentId: 'd', locale: 'fr' };

function eventsAfter(outcome: Partial<WriteOutcome>): string[] {
  const changes = eventsOf({
    action: 'create',
    params: {},
    result: null,
    draftAndPublish: true,
    localeOf: (entry) => (entry['locale'] as string | undefined) ?? null,
    before: [],
    lost: [],
    ...outcome,
  });
  return changes.map(({ event, documentId, locale, status, entry }) =>
    [event, documentId, locale, status, entry ? entry['id'] : '-'].map(String).join(' '),
  );
}

test.each<[string, Partial<WriteOutcome>, string[]]>([
  ['create', { result: EN }, ['entry.create d en draft 1']],
  ['create without drafts', { result: EN, draftAndPublish: false }, ['entry.create d en null 1']],
  [
    'create, published',
    { result: EN, params: { status: 'published' } },
    ['entry.create d en draft -', 'entry.publish d en published 1'],
  ],
  [
    'create, published, without drafts',
    { result: EN, params: { status: 'published' }, draftAndPublish: false },
    ['entry.create d en null 1'],
  ],
  ['update', { action: 'update', result: EN }, ['entry.update d en draft 1']],
  ['update of nothing', { action: 'update', result: null }, []],
  [
    'update of a locale that was there',
    { action: 'update', result: EN, before: [{ id: 1, locale: 'en', publishedAt: null }] },
    ['entry.update d en draft 1'],
  ],
  [
    'update of a new locale',
    { action: 'update', result: FR, before: [{ id: 1, locale: 'en', publishedAt: null }] },
    ['entry.create d fr draft 2'],
  ],
  [
    'update, published',
    { action: 'update', result: EN, params: { status: 'published' } },
    ['entry.update d en draft -', 'entry.publish d en published 1'],
  ],
  [
    'clone of two locales',
    {
      action: 'clone',
      result: {
        documentId: 'n',
        entries: [
          { ...EN, documentId: 'n' },
          { ...FR, documentId: 'n' },
        ],
      },
    },
    ['entry.create n en draft 1', 'entry.create n fr draft 2'],
  ],
  [
    'publish',
    { action: 'publish', result: { documentId: 'd', entries: [EN, FR] } },
    ['entry.publish d en published 1', 'entry.publish d fr published 2'],
  ],
  ['publish of nothing', { action: 'publish', result: { documentId: 'd', entries: [] } }, []],
  [
    'unpublish',
    { action: 'unpublish', result: { documentId: 'd', entries: [EN] } },
    ['entry.unpublish d en published 1'],
  ],
  [
    'discardDraft, with a null among the entries',
    { action: 'discardDraft', result: { documentId: 'd', entries: [null, EN] } },
    ['entry.draft-discard d en draft 1'],
  ],
  [
    'delete of draft and published row: the published one speaks',
    {
      action: 'delete',
      result: { documentId: 'd', entries: [EN, { ...EN, id: 3 }, FR] },
      before: [
        { id: 1, locale: 'en', publishedAt: null },
        { id: 3, locale: 'en', publishedAt: '2026-01-01' },
        { id: 2, locale: 'fr', publishedAt: null },
      ],
    },
    ['entry.delete d en published 3', 'entry.delete d fr draft 2'],
  ],
  [
    'delete without drafts',
    {
      action: 'delete',
      draftAndPublish: false,
      result: { documentId: 'd', entries: [EN] },
      before: [{ id: 1, locale: 'en', publishedAt: '2026-01-01' }],
    },
    ['entry.delete d en null 1'],
  ],
  [
    'entries without a documentId take it from around them',
    { action: 'publish', result: { documentId: 'd', entries: [{ id: 9 }] } },
    ['entry.publish d null published 9'],
  ],
])('%s', (_name, outcome, expected) => {
  expect(eventsAfter(outcome)).toEqual(expected);
});
