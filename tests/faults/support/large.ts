import { ARTICLE, AUTHOR } from '../../support/documents';

export type LargePlace = 'field' | 'component' | 'dynamic zone';

interface Large {
  uid: string;
  /** The field that a new document needs. */
  name: string;
  dataWith: (text: string) => object;
  /** Where the text is, as webhooks name it. */
  path: string;
  /** What webhooks send beside it. */
  beside: string[];
}

const BESIDE_ARTICLE = ['title', 'cover', 'author', 'author.name', 'createdAt'];

/** Documents with one large text each. */
export const LARGE: Record<LargePlace, Large> = {
  field: {
    uid: AUTHOR,
    name: 'name',
    dataWith: (bio) => ({ bio }),
    path: 'bio',
    beside: ['name', 'avatar', 'articles', 'articles.title', 'createdAt'],
  },
  component: {
    uid: ARTICLE,
    name: 'title',
    dataWith: (description) => ({ seo: { description } }),
    path: 'seo.description',
    beside: BESIDE_ARTICLE,
  },
  'dynamic zone': {
    uid: ARTICLE,
    name: 'title',
    dataWith: (text) => ({ sections: [{ __component: 'section.quote', text }] }),
    path: 'sections.text',
    beside: BESIDE_ARTICLE,
  },
};
