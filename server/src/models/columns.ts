/** Epoch milliseconds. Not Strapi's `datetime`, whose precision and zone differ between databases. */
export const EPOCH_MS = { type: 'biginteger' } as const;
export const STRING = { type: 'string' } as const;
export const INTEGER = { type: 'integer' } as const;
export const TEXT = { type: 'text' } as const;
export const ID = { type: 'increments' } as const;
