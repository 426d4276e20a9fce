const NUMBERS = 'bench_numbers';
const ROWS_A_STATEMENT = 50_000;

/**
 * Copies a row of a table `count` times, by plain SQL. `changes` gives columns another value by an
 * expression that every database understands: of `n`, which counts from 0, and of the row, `s`.
 */
export async function multiplyRow(connection, { table, row, count, changes }) {
  await fillNumbers(connection, count);
  const { id, ...cells } = row;
  const columns = Object.keys(cells);
  const head = connection.raw(`?? (${columns.map(() => '??').join(', ')})`, [table, ...columns]);
  const values = columns.map((column) =>
    column in changes ? connection.raw(changes[column]) : connection.ref(`s.${column}`),
  );
  for (let from = 0; from < count; from += ROWS_A_STATEMENT) {
    const copies = connection
      .select(values)
      .from({ numbers: NUMBERS })
      .crossJoin(connection(table).where({ id }).as('s'))
      .where('n', '>=', from)
      .where('n', '<', Math.min(count, from + ROWS_A_STATEMENT))
      .orderBy('n');
    await connection(head).insert(copies);
  }
}

/** No two databases agree on how to count, but all can double a table. */
async function fillNumbers(connection, count) {
  if (!(await connection.schema.hasTable(NUMBERS))) {
    await connection.schema.createTable(NUMBERS, (table) => {
      table.integer('n').primary();
    });
    await connection(NUMBERS).insert({ n: 0 });
  }
  for (;;) {
    const [{ known }] = await connection(NUMBERS).count({ known: '*' });
    if (Number(known) >= count) return;
    const doubled = connection.select(connection.raw('n + ?', [Number(known)])).from(NUMBERS);
    await connection(NUMBERS).insert(doubled);
  }
}
