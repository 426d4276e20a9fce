const { findOrCreate } = require('./find-or-create');

const ITEM_DEFAULTS = {
  brand: null,
  stock_uom: 'Unit',
  discount_percentage: 0,
  customer_item_code: null,
  delivery_date: '2017-09-30',
  modified: '2017-09-14T17:09:51.239Z',
};

const QUOTATIONS = [
  {
    name: 'QTN-00001',
    customer: 'Acme Corporation',
    total: 59.49,
    items: [
      {
        ...ITEM_DEFAULTS,
        item_code: 'I1',
        sku: 'SKU-1',
        item_name: 'I1',
        description: 'I1',
        qty: 1,
        rate: 1,
        amount: 1,
        dimensions: { length: 10.5, width: 4, height: 2.25, unit: 'cm' },
      },
      {
        ...ITEM_DEFAULTS,
        item_code: 'I2',
        sku: 'SKU-2',
        item_name: 'Oak shelf',
        description: 'A shelf of "solid" oak,\noiled — 80 × 25',
        brand: 'Nordholz',
        qty: 2.5,
        rate: 19.99,
        amount: 47.48,
        discount_percentage: 5,
        customer_item_code: 'ACME-77',
        delivery_date: '2017-10-02',
        dimensions: { length: 80, width: 25, height: 2, unit: 'cm' },
      },
      {
        ...ITEM_DEFAULTS,
        item_code: 'I3',
        sku: 'SKU-3',
        item_name: 'Assembly',
        description: null,
        stock_uom: 'Hour',
        qty: 0.25,
        rate: 44.04,
        amount: 11.01,
        delivery_date: null,
      },
    ],
  },
  {
    name: 'QTN-00002',
    customer: 'Globex',
    total: 240,
    items: [
      {
        ...ITEM_DEFAULTS,
        item_code: 'I4',
        sku: 'SKU-4',
        item_name: 'Desk',
        description: 'Standing desk',
        qty: 1,
        rate: 240,
        amount: 240,
        dimensions: { length: 1.6, width: 0.8, height: 1.2, unit: 'm' },
      },
    ],
  },
];

function seedQuotations(strapi) {
  return findOrCreate(strapi, {
    uid: 'api::quotation.quotation',
    key: 'name',
    entries: QUOTATIONS,
  });
}

module.exports = { seedQuotations };
