import { fieldOptions } from '../../../../../../admin/src/webhooks/form/fields/field-options';
import type {
  FieldNode,
  SubscribableContentType,
} from '../../../../../../server/src/contracts/content-types';

const field = (path: string, children?: FieldNode[]): FieldNode => ({
  name: path.split('.').at(-1) ?? path,
  path,
  type: 'string',
  list: false,
  ...(children && { children }),
});
const type = (displayName: string, fields: FieldNode[]): SubscribableContentType => ({
  uid: `api::${displayName}`,
  displayName,
  kind: 'collectionType',
  draftAndPublish: false,
  localized: false,
  events: [],
  fields,
});

test('children follow their parents, and the context comes last', () => {
  const article = type('Article', [field('author', [field('author.name')]), field('title')]);
  const options = fieldOptions([article], [{ path: '$event', description: 'The event' }]);
  expect(options.map(({ path }) => path)).toEqual(['author', 'author.name', 'title', '$event']);
});

test('a path of several types is there once; of some of them only, it says of which', () => {
  const types = [type('Article', [field('title')]), type('Page', [field('title'), field('slug')])];
  expect(fieldOptions(types, [])).toEqual([
    { kind: 'field', path: 'title', type: 'string', list: false, owners: [] },
    { kind: 'field', path: 'slug', type: 'string', list: false, owners: ['Page'] },
  ]);
});

test('without a type there is the context alone', () => {
  expect(fieldOptions([], [{ path: '$uid', description: 'The type' }])).toEqual([
    { kind: 'context', path: '$uid', description: 'The type' },
  ]);
});
