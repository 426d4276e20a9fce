/** Converts a column's value to the value that Strapi reads; null stays null. */
export type FromColumn = (value: unknown) => unknown;

/**
 * The conversion of `@strapi/database` for a field type, for reads that bypass its query builder. Undefined
 * for a type without a column.
 */
export function fromColumn(type: string): FromColumn | undefined {
  return FROM_COLUMN.get(type);
}

const asIs: FromColumn = (value) => value;
const asText: FromColumn = (value) => String(value);

const asDateTime: FromColumn = (value) => {
  const date = value instanceof Date ? value : new Date(value as string | number);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

const asBoolean: FromColumn = (value) => {
  if (typeof value === 'boolean') return value;
  if (String(value) === '1') return true;
  return String(value) === '0' ? false : null;
};

const asJson: FromColumn = (value) => {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    // Early versions of Strapi 5 stored JSON twice encoded.
    return typeof parsed === 'string' ? (JSON.parse(parsed) as unknown) : parsed;
  } catch {
    return value;
  }
};

const FROM_COLUMN = new Map<string, FromColumn>([
  ['increments', asIs],
  ['string', asText],
  ['text', asText],
  ['richtext', asText],
  ['email', asText],
  ['uid', asText],
  ['enumeration', asText],
  ['integer', Number],
  ['float', Number],
  ['decimal', Number],
  ['biginteger', asText],
  ['boolean', asBoolean],
  ['json', asJson],
  ['blocks', asJson],
  ['date', asIs],
  ['time', asIs],
  ['datetime', asDateTime],
]);
