import { documentAddress } from '../../../../../admin/src/deliveries/detail/document-address';
import type { SubscribableContentType } from '../../../../../server/src/contracts/content-types';
import { sampleDelivery } from '../../sample-delivery';

const article: SubscribableContentType = {
  uid: 'api::article.article',
  displayName: 'Article',
  kind: 'collectionType',
  draftAndPublish: true,
  localized: true,
  events: [],
  fields: [],
};

test.each([
  ['a document', {}, '/content-manager/collection-types/api::article.article/article-1'],
  [
    'a locale of it',
    { locale: 'de' },
    '/content-manager/collection-types/api::article.article/article-1?plugins[i18n][locale]=de',
  ],
  ['a deleted document', { event: 'entry.delete' }, null],
  ['a type that is gone', { uid: 'api::gone.gone' }, null],
])('%s', (_name, part, address) => {
  expect(documentAddress(sampleDelivery(part), [article])).toBe(address);
});

test('a single type', () => {
  const types = [{ ...article, kind: 'singleType' as const }];
  expect(documentAddress(sampleDelivery(), types)).toBe(
    '/content-manager/single-types/api::article.article',
  );
});
