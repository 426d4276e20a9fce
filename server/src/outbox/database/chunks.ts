/** SQLite takes at most 500 rows in one INSERT as knex writes it. */
const MOST_ROWS = 100;

/**
 * MariaDB refuses a statement of more than 16 MiB, unless told otherwise; a character may take two bytes
 * more there than it is long, and a quotation mark is written as two.
 */
const MOST_CHARACTERS = 4_000_000;

/** Cuts rows into pieces that every database takes in one statement. `textsOf` are the long ones of a row. */
export function chunks<T>(rows: T[], textsOf: (row: T) => (string | null | undefined)[]): T[][] {
  const chunks: T[][] = [];
  let chunk: T[] = [];
  let characters = 0;
  for (const row of rows) {
    const more = textsOf(row).reduce((sum, text) => sum + (text?.length ?? 0), 0);
    const isFull = chunk.length >= MOST_ROWS || characters + more > MOST_CHARACTERS;
    if (isFull || chunks.length === 0) {
      chunk = [];
      characters = 0;
      chunks.push(chunk);
    }
    chunk.push(row);
    characters += more;
  }
  return chunks;
}
