import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(__dirname, '../../..');

test('the receiver prints what it gets, as it answers it', async () => {
  const child = spawn(process.execPath, ['playground/receiver', '--port', '0'], { cwd: ROOT });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  try {
    const greeting = (await lines.next()).value as string;
    const [url = ''] = /http:\S+/.exec(greeting) ?? [];
    const answer = await fetch(`${url}/status/503`, { method: 'POST', body: 'hello' });
    child.kill();
    const printed: string[] = [];
    for await (const line of lines) printed.push(line);

    expect(answer.status).toBe(503);
    expect(printed.join('\n')).toBe(await answer.text());
    expect(JSON.parse(printed.join('\n'))).toMatchObject({ args: {}, data: 'hello', files: {} });
  } finally {
    child.kill();
  }
});
