import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

import { measureDrain } from './measurements/drain.mjs';
import { measureHostile } from './measurements/hostile.mjs';
import { measureIsolation } from './measurements/isolation.mjs';
import { measureExpressions } from './measurements/expressions.mjs';
import { measureLatency } from './measurements/latency.mjs';
import { measureScale } from './measurements/scale.mjs';
import { measureWriteOverhead } from './measurements/write-overhead.mjs';
import { planOf } from './plan.mjs';
import { median } from './statistics.mjs';
import { milliseconds } from './table.mjs';
import { createWorkspace, timeFsyncs } from './workspace.mjs';

const MEASUREMENTS = {
  write: measureWriteOverhead,
  drain: measureDrain,
  latency: measureLatency,
  expressions: measureExpressions,
  isolation: measureIsolation,
  hostile: measureHostile,
  scale: measureScale,
};

/** What a run without names makes: the others take long, or much of the disk. */
const USUAL = ['write', 'drain', 'latency'];

const { values: options, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});

createWorkspace();
printMachine();
const plan = planOf(options);
const wanted = positionals.length > 0 ? positionals : USUAL;
for (const [name, measure] of Object.entries(MEASUREMENTS)) {
  if (wanted.includes(name)) await measure(plan[name]);
}
// What is missed is there to be read: a benchmark is no test.
process.exit(0);

function printMachine() {
  const [{ model }] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  console.log(
    `Document Webhooks beside Strapi's built-in webhooks, on SQLite unless told otherwise`,
  );
  console.log(
    `${cpus().length} × ${model}, ${memory}; Node.js ${process.version}, ${process.platform}`,
  );
  const load = loadavg()[0].toFixed(1);
  console.log(`Load average ${load}: what else runs here disturbs the figures.`);
  console.log(`An fsync takes ${milliseconds(median(timeFsyncs()))} at the median.`);
}
