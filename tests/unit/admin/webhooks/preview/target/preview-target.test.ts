import { targetOf } from '../../../../../../admin/src/webhooks/preview/target/preview-target';
import type { SubscribableContentType } from '../../../../../../server/src/contracts/content-types';
import type { DocumentEvent } from '../../../../../../server/src/contracts/webhook-choices';

const type = (
  uid: string,
  events: DocumentEvent[],
  part: Partial<SubscribableContentType> = {},
): SubscribableContentType => ({
  uid,
  displayName: uid,
  kind: 'collectionType',
  draftAndPublish: false,
  localized: false,
  events,
  fields: [],
  ...part,
});
const types = [
  type('quotation', ['entry.create', 'entry.update']),
  type('article', ['entry.create', 'entry.update', 'entry.publish'], { localized: true }),
];
const circumstances = (contentTypes: string[], events: string[], locales: string[] = []) => ({
  values: { contentTypes, events, locales },
  types,
  defaultLocale: 'en',
});

test("unless it is chosen, an update of the webhook's first type is tried", () => {
  const target = targetOf(
    {},
    circumstances(['article', 'quotation'], ['entry.create', 'entry.update']),
  );
  expect(target).toMatchObject({ type: { uid: 'article' }, event: 'entry.update' });
});

test('what is chosen counts as long as the webhook wants it', () => {
  const choice = { uid: 'article', event: 'entry.publish' };
  expect(
    targetOf(choice, circumstances(['article', 'quotation'], ['entry.update', 'entry.publish'])),
  ).toMatchObject({ type: { uid: 'article' }, event: 'entry.publish' });
  expect(targetOf(choice, circumstances(['quotation'], ['entry.update']))).toMatchObject({
    type: { uid: 'quotation' },
    event: 'entry.update',
  });
});

test('only events that the type emits can be tried', () => {
  const webhook = circumstances(['quotation'], ['entry.create', 'entry.publish']);
  expect(targetOf({}, webhook)?.events).toEqual(['entry.create']);
  expect(targetOf({}, circumstances(['quotation'], ['entry.publish']))).toBeNull();
});

test('custom events come last, and can be tried of any type', () => {
  const webhook = circumstances(['quotation'], ['order.paid', 'entry.create']);
  expect(targetOf({}, webhook)).toMatchObject({
    event: 'entry.create',
    events: ['entry.create', 'order.paid'],
  });
  expect(targetOf({ event: 'order.paid' }, webhook)?.event).toBe('order.paid');
  expect(targetOf({}, circumstances(['article'], ['order.paid']))?.event).toBe('order.paid');
});

test('the locale is the default one, or the first that the webhook wants; none of a type without', () => {
  const update: DocumentEvent[] = ['entry.update'];
  expect(targetOf({}, circumstances(['article'], update))?.locale).toBe('en');
  expect(targetOf({}, circumstances(['article'], update, ['fr', 'en']))?.locale).toBe('en');
  expect(targetOf({}, circumstances(['article'], update, ['fr']))?.locale).toBe('fr');
  expect(targetOf({ locale: 'de' }, circumstances(['article'], update))?.locale).toBe('de');
  expect(targetOf({ locale: 'de' }, circumstances(['quotation'], update))?.locale).toBeUndefined();
});

test('a webhook of types that may not be read cannot be tried', () => {
  expect(targetOf({}, circumstances(['secret'], ['entry.update']))).toBeNull();
});
