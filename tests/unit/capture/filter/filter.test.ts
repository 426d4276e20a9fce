import { rejectByFields } from '../../../../server/src/capture/filter/filter';
import type { WebhookView } from '../../../../server/src/capture/filter/webhook-projection';
import { webhookInForce } from '../../webhook-in-force';

const UNCHANGED: WebhookView = {
  snapshot: '{}',
  tooLarge: null,
  context: null,
  doc: {},
  previous: null,
  changed: null,
  watchedChanged: false,
};

function reasonOf(event: string, locale: string | null, view: WebhookView): string | null {
  const webhook = webhookInForce({ watchedFields: ['title', 'slug'], locales: ['en', 'fr'] });
  const context = { uid: 'api::order.order', documentId: 'one', status: null, timestamp: 0 };
  const written = { ...context, event, locale, sequence: null, actor: null };
  return rejectByFields(webhook, written, view)?.reason ?? null;
}

test('an update that changes no watched field is filtered out', () => {
  expect(reasonOf('entry.update', 'en', UNCHANGED)).toBe(
    'None of the watched fields changed: title, slug',
  );
  expect(reasonOf('entry.update', 'en', { ...UNCHANGED, watchedChanged: true })).toBeNull();
});

test.each(['entry.create', 'entry.publish', 'entry.unpublish', 'entry.delete', 'order.paid'])(
  '%s passes whatever fields are watched',
  (event) => {
    expect(reasonOf(event, 'en', UNCHANGED)).toBeNull();
  },
);

test.each([
  ['de', 'The locale is de. The webhook is limited to en, fr'],
  ['fr', null],
  [null, null],
])('the locale %s', (locale, reason) => {
  expect(reasonOf('entry.create', locale, UNCHANGED)).toBe(reason);
});
