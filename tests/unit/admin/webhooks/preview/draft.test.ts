import { draftErrors, isComplete, toDraft } from '../../../../../admin/src/webhooks/preview/draft';
import { toValues, type WebhookValues } from '../../../../../admin/src/webhooks/form/state/values';
import { sampleWebhook } from '../../sample-webhook';

const values = (part: Partial<WebhookValues> = {}): WebhookValues => ({
  ...toValues(sampleWebhook()),
  ...part,
});
const violation = (...path: string[]) => ({ path, message: path.join('/'), name: 'x' });

test('a draft is what is typed so far, without rows that say nothing', () => {
  const typed = values({
    watchedFields: [
      { rowId: '1', path: ' ' },
      { rowId: '2', path: 'total' },
    ],
    condition: 'doc.total > 1',
  });
  expect(toDraft(typed, 'crm')).toMatchObject({
    documentId: 'crm',
    watchedFields: ['total'],
    condition: 'doc.total > 1',
  });
  expect(toDraft(typed, undefined)).not.toHaveProperty('documentId');
});

test('what is pasted to sign with is not sent before it is saved', () => {
  const typed = values({ signing: 'hmac', secretSource: 'paste', signingSecret: 'whsec_abc' });
  expect(toDraft(typed, 'crm')).toMatchObject({ signing: 'hmac' });
  expect(toDraft(typed, 'crm')).not.toHaveProperty('signingSecret');
});

test('it can be tried once it has a type, an event and a URL', () => {
  expect(isComplete(values({ name: '' }))).toBe(true);
  expect(isComplete(values({ url: ' ' }))).toBe(false);
  expect(isComplete(values({ events: [] }))).toBe(false);
  expect(isComplete(values({ contentTypes: [] }))).toBe(false);
});

test('what is wrong with the draft is told by the fields of the form', () => {
  const errors = draftErrors(
    [violation('webhook', 'condition'), violation('webhook', 'retryDelays', '2'), violation('uid')],
    values(),
  );
  expect(Object.keys(errors)).toEqual(['condition', 'retryDelays.2', 'uid']);
});

test('an error of a row finds its row behind those that were empty and not sent', () => {
  const typed = values({
    mapping: [
      { rowId: '1', fieldname: 'title', key: '' },
      { rowId: '2', fieldname: '', key: '' },
      { rowId: '3', fieldname: 'tilte', key: '' },
    ],
    watchedFields: [
      { rowId: '1', path: '' },
      { rowId: '2', path: 'nope' },
    ],
  });
  const errors = draftErrors(
    [violation('webhook', 'mapping', '1', 'fieldname'), violation('webhook', 'watchedFields', '0')],
    typed,
  );
  expect(Object.keys(errors)).toEqual(['mapping.2.fieldname', 'watchedFields.1']);
});
