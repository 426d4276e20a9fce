import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');

test('a demo that finds its port taken leaves the database of the one that runs there', async () => {
  const running = createServer().listen(0, '127.0.0.1');
  await once(running, 'listening');
  const port = String((running.address() as AddressInfo).port);
  const folder = path.join(ROOT, `playground/.tmp/demo-${port}`);
  const database = path.join(folder, 'data.db');
  await mkdir(folder, { recursive: true });
  await writeFile(database, 'in use');

  const { status, stderr } = spawnSync(process.execPath, ['scripts/demo.mjs'], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: port },
    encoding: 'utf8',
  });
  const kept = await readFile(database, 'utf8').catch(() => 'gone');
  running.close();
  await rm(folder, { recursive: true });

  expect([status, kept]).toEqual([1, 'in use']);
  expect(stderr).toContain(`cannot listen on 127.0.0.1:${port} (EADDRINUSE); set PORT to another`);
});
