/** Each call returns a new object, because Strapi writes the column's name into it. */
export const columns = {
  id: () => ({ type: 'increments' }),
  string: () => ({ type: 'string' }),
  text: () => ({ type: 'text' }),
  integer: () => ({ type: 'integer' }),
  float: () => ({ type: 'float' }),
  boolean: () => ({ type: 'boolean' }),
  /** Epoch milliseconds. Not Strapi's `datetime`, whose precision and zone differ between databases. */
  epochMs: () => ({ type: 'biginteger' }),
};
