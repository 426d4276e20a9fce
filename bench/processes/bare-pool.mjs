/** undici and nothing else: no queue, no record, no Strapi. What the rest is to be held against. */
import { Pool } from 'undici';

import { nowMs } from '../clock.mjs';
import { mappedBody } from '../workload.mjs';
import { answerCalls } from './answer-calls.mjs';

answerCalls({
  /** Posts `count` bodies over `concurrency` connections, and reads the answers. */
  async post({ url, count, concurrency }) {
    const pool = new Pool(new URL(url).origin, { connections: concurrency });
    const startedAt = nowMs();
    let begun = 0;
    const postInTurn = async () => {
      while (begun < count) {
        begun += 1;
        await post(pool, JSON.stringify(mappedBody(begun)));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, postInTurn));
    const endedAt = nowMs();
    await pool.destroy();
    return { startedAt, endedAt };
  },
});

async function post(pool, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await pool.request({ path: '/', method: 'POST', headers, body });
  await response.body.text();
}
