/** SQLite accepts at most 500 rows in one INSERT as knex writes it. */
const MOST_ROWS = 100;

/**
 * MariaDB rejects statements over 16 MiB by default. A character takes up to two bytes more than its length
 * there, and a quotation mark is escaped to two characters.
 */
const MOST_CHARACTERS = 4_000_000;

/**
 * Splits rows into chunks that every database accepts in one statement. `textsOf` returns the long texts of
 * a row.
 */
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
