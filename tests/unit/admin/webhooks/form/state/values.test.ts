import {
  newWebhook,
  toInput,
  toValues,
  withoutEmptyRows,
} from '../../../../../../admin/src/webhooks/form/state/values';
import type { SigningKey } from '../../../../../../server/src/contracts/webhook';
import { sampleWebhook } from '../../../sample-webhook';

const signingKey = (): SigningKey => ({
  createdAt: '2026-05-03T12:00:00.000Z',
  expiresAt: null,
  publicKey: null,
});

test('a webhook that is saved as it was read stays the same', () => {
  const webhook = sampleWebhook({
    description: 'For sales',
    headers: [
      { key: 'x-source', value: 'strapi', secret: false },
      { key: 'x-key', value: null, secret: true },
    ],
    mapping: [
      { fieldname: 'title', key: 'title' },
      { fieldname: 'author.name', key: 'by' },
    ],
    locales: ['fr'],
    watchedFields: ['title', 'author.name'],
    condition: 'doc.title != ""',
    conditionMode: 'becomes-true',
    template: '{ "t": doc.title }',
    format: 'form',
    formArrays: 'brackets',
    recordSkipped: true,
    retryOn: [408, '5xx', 'timeout'],
    rateLimit: 5,
    ordering: 'none',
    supersede: true,
    coalesceSeconds: 30,
    coalesceScope: 'webhook',
    signing: 'hmac',
    signingKeys: [signingKey()],
  });
  const { documentId, origin, stateReason, health, problems, createdAt, updatedAt, ...rest } =
    webhook;
  const { signingKeys, secretsProblem, ruleProblem, ...attributes } = rest;
  expect(toInput(toValues(webhook))).toEqual({
    ...attributes,
    mapping: [
      { fieldname: 'title', key: null },
      { fieldname: 'author.name', key: 'by' },
    ],
  });
});

test('no limit is sent as such, for it may have been taken away', () => {
  expect(toInput({ ...toValues(sampleWebhook({ rateLimit: 5 })), rateLimit: ' ' })).toMatchObject({
    rateLimit: null,
  });
});

test('a new webhook keeps order, merges nothing and has no rate limit', () => {
  const values = newWebhook({ timeoutMs: 1_000, retryDelays: [1], concurrency: 2 });
  expect(toInput(values)).toMatchObject({
    timeoutMs: 1_000,
    retryDelays: [1],
    concurrency: 2,
    ordering: 'document',
    coalesceSeconds: 0,
    coalesceScope: 'document',
    rateLimit: null,
  });
});

test('rows that were left empty go', () => {
  const values = {
    ...toValues(sampleWebhook()),
    headers: [{ rowId: '1', key: ' ', value: '', secret: true, storedKey: '' }],
    mapping: [
      { rowId: '1', fieldname: '', key: '' },
      { rowId: '2', fieldname: 'title', key: '' },
    ],
    watchedFields: [
      { rowId: '1', path: '' },
      { rowId: '2', path: 'title' },
    ],
  };
  const { headers, mapping, watchedFields } = withoutEmptyRows(values);
  expect(headers).toEqual([]);
  expect(watchedFields.map(({ path }) => path)).toEqual(['title']);
  expect(mapping.map(({ fieldname }) => fieldname)).toEqual(['title']);
});

test('an expression of white space is none', () => {
  const values = { ...toValues(sampleWebhook()), condition: ' \n', template: ' ' };
  expect(toInput(values)).toMatchObject({ condition: null, template: null });
});

test('what cannot be read is sent as it is typed, for the server to refuse with all else', () => {
  const values = {
    ...toValues(sampleWebhook()),
    timeoutMs: '',
    concurrency: '1.5',
    rateLimit: 'few',
    coalesceSeconds: '-1',
    retryDelays: 'soon',
  };
  expect(toInput(values)).toMatchObject({
    timeoutMs: '',
    concurrency: '1.5',
    rateLimit: 'few',
    coalesceSeconds: '-1',
    retryDelays: 'soon',
  });
});
