import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

import type { DatabaseServer } from './database-server';
import { environmentOf, serverAddress } from './server-address';

/** MySQL renames no database: this table tells that one is finished. */
const FINISHED = 'finished';

export const mysql: DatabaseServer = {
  environment: (name) => environmentOf('mysql', name),

  makeOnce: (name, fill) =>
    connected(async (connection) => {
      // Held until the connection ends.
      const [[got]] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, 600) AS it', [
        name,
      ]);
      if (got?.['it'] !== 1) throw new Error(`${name} is being made, and does not get done`);
      if ((await tablesOf(connection, name)).includes(FINISHED)) return;
      await connection.query(`DROP DATABASE IF EXISTS ${name}`);
      await connection.query(`CREATE DATABASE ${name}`);
      await withoutNotices(() => fill(name));
      await connection.query(`CREATE TABLE ${name}.${FINISHED} (id INT)`);
    }),

  copy: (from, to) =>
    connected(async (connection) => {
      const tables = (await tablesOf(connection, from)).filter((it) => it !== FINISHED);
      const creations = await creationsOf(connection, from, tables);
      await connection.query(`CREATE DATABASE ${to}; USE ${to}; SET foreign_key_checks = 0`);
      await connection.query(creations.join(';'));
      const copies = tables.map((it) => `INSERT INTO ${to}.${it} SELECT * FROM ${from}.${it}`);
      await connection.query(['BEGIN', ...copies, 'COMMIT'].join(';'));
    }),

  drop: (name) =>
    connected(async (connection) => {
      await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    }),
};

async function tablesOf(connection: Connection, database: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [database],
  );
  return rows.map((row) => String(row['name']));
}

/** The statements that make the tables, with their keys. */
async function creationsOf(
  connection: Connection,
  database: string,
  tables: string[],
): Promise<string[]> {
  const shows = tables.map((it) => `SHOW CREATE TABLE ${database}.${it}`);
  const [shown] = await connection.query<RowDataPacket[][]>(shows.join(';'));
  return shown.flatMap((rows) => rows.map((row) => String(row['Create Table'])));
}

/** knex tells at each table that MySQL commits when it makes one. */
async function withoutNotices(work: () => Promise<void>): Promise<void> {
  const log = jest.spyOn(console, 'log').mockImplementation();
  try {
    await work();
  } finally {
    log.mockRestore();
  }
}

async function connected<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({
    ...serverAddress('mysql'),
    multipleStatements: true,
  });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
