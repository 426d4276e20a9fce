import { ARTICLE, AUTHOR, QUOTATION, WEBHOOK } from '../../support/documents';
import { useScene } from '../../support/scene';

const FILE = 'plugin::upload.file';
const LOCALE =
  'so "locale" is always null there. To send the locale of the event map $locale; an expression reads locale';

const scene = useScene();

async function messagesOf(input: object): Promise<string[]> {
  const webhook = { name: 'Unsendable', url: 'https://example.com/hook', events: ['entry.update'] };
  const saved = scene.app.documents(WEBHOOK).create({ data: { ...webhook, ...input } });
  const error: unknown = await saved.catch((it: unknown) => it);
  const { details } = error as { details: { errors: { message: string }[] } };
  return details.errors.map(({ message }) => message);
}

const REFUSED: [string, string, string, string][] = [
  ['a private field', ARTICLE, 'internalNotes', '"internalNotes" of Article is private, by'],
  [
    'a private field of a related document',
    ARTICLE,
    'author.email',
    '"email" of Author is private',
  ],
  ['a password', ARTICLE, 'accessCode', '"accessCode" is a password'],
  [
    'a polymorphic relation',
    FILE,
    'related',
    '"related" is a polymorphic relation (morphToMany): the entries it leads to have no fixed type, so a path cannot name their fields. The payload "document" has',
  ],
  ['one of a file', ARTICLE, 'cover.related.id', '"related" is a polymorphic relation'],
  [
    'the locale of a type without locales',
    QUOTATION,
    'locale',
    `Quotation has no locales, ${LOCALE}`,
  ],
  ['that of a related document', ARTICLE, 'author.locale', `Author has no locales, ${LOCALE}`],
  ['the other locales', ARTICLE, 'localizations.title', 'each of them has its own events'],
  [
    'the creator of an entry',
    AUTHOR,
    'createdBy.firstname',
    '"createdBy" of Author is private unless the options of the content type set populateCreatorFields',
  ],
];

test.each(REFUSED)(
  'a mapping of %s is refused for that reason',
  async (...[, uid, path, reason]) => {
    const mapping = [{ fieldname: path }];
    expect(await messagesOf({ contentTypes: [uid], mapping })).toEqual([
      expect.stringMatching(`^"${path}" cannot be sent: `),
    ]);
    expect(await messagesOf({ contentTypes: [uid], mapping })).toEqual([
      expect.stringContaining(reason),
    ]);
  },
);

test.each(REFUSED)('so is a condition about %s', async (...[, uid, path, reason]) => {
  const condition = `$exists(doc.${path})`;
  expect(await messagesOf({ contentTypes: [uid], condition })).toEqual([
    expect.stringContaining(reason),
  ]);
});

test('the locale of a type with locales is sent', async () => {
  const { documentId } = await scene.app.documents(WEBHOOK).create({
    data: {
      name: 'Locale',
      url: 'https://example.com/hook',
      events: ['entry.update'],
      contentTypes: [ARTICLE, QUOTATION],
      mapping: [{ fieldname: 'locale' }],
    },
  });
  expect(documentId).toBeTruthy();
});
