import type { GetModel, Model } from '../../../server/src/schema/model';

function contentType(uid: string, attributes: Model['attributes']): Model {
  return { uid, modelType: 'contentType', modelName: uid, attributes };
}

function component(uid: string, attributes: Model['attributes']): Model {
  return { uid, modelType: 'component', modelName: uid, attributes };
}

export const ORDER = contentType('api::order.order', {
  title: { type: 'string' },
  secret: { type: 'string', private: true },
  password: { type: 'password' },
  extra: { type: 'json' },
  virtual: { type: 'relation', target: 'api::order.order', unstable_virtual: true },
  customer: { type: 'relation', relation: 'manyToOne', target: 'api::customer.customer' },
  tags: { type: 'relation', relation: 'manyToMany', target: 'api::tag.tag' },
  related: { type: 'relation', relation: 'morphToMany' },
  notes: { type: 'relation', relation: 'morphMany', target: 'api::tag.tag' },
  cover: { type: 'media', multiple: false },
  lines: { type: 'component', component: 'order.line', repeatable: true },
  blocks: { type: 'dynamiczone', components: ['block.quote', 'block.people'] },
  createdBy: { type: 'relation', relation: 'oneToOne', target: 'admin::user' },
});

const MODELS: Model[] = [
  ORDER,
  {
    ...contentType('api::customer.customer', {
      name: { type: 'string' },
      email: { type: 'email', private: true },
      orders: { type: 'relation', relation: 'oneToMany', target: 'api::order.order' },
    }),
    info: { displayName: 'Customer' },
  },
  contentType('api::tag.tag', { label: { type: 'string' } }),
  contentType('plugin::upload.file', { url: { type: 'string' }, name: { type: 'string' } }),
  contentType('admin::user', {
    firstname: { type: 'string' },
    email: { type: 'email' },
    password: { type: 'password' },
  }),
  component('order.line', {
    sku: { type: 'string' },
    cost: { type: 'decimal', private: true },
    size: { type: 'component', component: 'order.size', repeatable: false },
  }),
  component('order.size', { width: { type: 'integer' } }),
  component('block.quote', { text: { type: 'text' } }),
  component('block.people', {
    heading: { type: 'string' },
    people: { type: 'relation', relation: 'oneToMany', target: 'api::customer.customer' },
  }),
];

export const getModel: GetModel = (uid) => MODELS.find((model) => model.uid === uid);
