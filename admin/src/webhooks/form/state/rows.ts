/** `rowId` identifies rows while they move. It is never sent. */
export interface HeaderRowValues {
  rowId: string;
  key: string;
  /** Empty where a stored secret stays. */
  value: string;
  secret: boolean;
  /** The key under which a secret is stored; empty where none is. */
  storedKey: string;
}

/** An empty `key` means the fieldname. */
export interface MappingRowValues {
  rowId: string;
  fieldname: string;
  key: string;
}

/** One of the fields of which one must have changed. */
export interface WatchedRow {
  rowId: string;
  path: string;
}

/** Whether a stored secret of this row stays: nothing is typed in its place. */
export function keepsSecret({ key, value, secret, storedKey }: HeaderRowValues): boolean {
  const sameKey = key.trim().toLowerCase() === storedKey.toLowerCase();
  return secret && value === '' && storedKey !== '' && sameKey;
}

/** Whether a row says nothing yet. */
export function isEmptyRow({
  rowId,
  ...typed
}: HeaderRowValues | MappingRowValues | WatchedRow): boolean {
  return Object.values(typed).every(
    (part: string | boolean) => typeof part === 'boolean' || part.trim() === '',
  );
}
