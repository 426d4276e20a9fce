import { parseArgs } from 'node:util';

import { bootPlayground } from './demo/boot-playground.mjs';
import { deliverQuotation } from './demo/deliver-quotation.mjs';
import {
  assertPortIsFree,
  demoEnvironment,
  demoFolder,
  emptyFolder,
  removeFolder,
} from './demo/environment.mjs';
import { findMismatches } from './demo/find-mismatches.mjs';
import { installIfStale, npm } from './demo/npm.mjs';

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

try {
  await (options.once ? demonstrateOnce() : demonstrateAndStay());
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exit(1);
}

async function demonstrateOnce() {
  const folder = demoFolder({ once: true });
  const environment = demoEnvironment(folder);
  await installIfStale();
  await npm(['run', 'build']);

  await emptyFolder(folder);
  const playground = await bootPlayground({ environment, listen: false });
  await showDelivery(playground);
  await playground.close();
  await removeFolder(folder);
  process.exit(0);
}

/** Returns with everything open: on Ctrl-C, Strapi shuts itself down and ends the process. */
async function demonstrateAndStay() {
  const folder = demoFolder({ once: false });
  const environment = demoEnvironment(folder);
  await assertPortIsFree(environment);
  await installIfStale();
  await npm(['run', 'build']);
  await npm(['run', 'build', '--workspace', 'playground'], environment);

  // Another may have begun to listen while this one was built.
  await assertPortIsFree(environment);
  await emptyFolder(folder);
  const playground = await bootPlayground({ environment, listen: true });
  await showDelivery(playground);
  playground.arrivals.on('request', printRequest);
  printAddresses(playground);
}

async function showDelivery(playground) {
  const { received, quotation } = await deliverQuotation(playground);
  printRequest(received);

  const mismatches = findMismatches({ received, quotation });
  if (mismatches.length > 0) {
    throw new Error(['the request is not what it should be.', ...mismatches].join('\n  - '));
  }
  console.log(`\nDelivered as mapped: ${received.headers['Webhook-Id']}`);
}

function printRequest(request) {
  console.log(JSON.stringify(request, null, 2));
}

function printAddresses({ strapi, receiver, login }) {
  console.log(`
Admin panel   ${strapi.config.get('admin.absoluteUrl')}
Login         ${login.email} / ${login.password}
Receiver      ${receiver.url}/post (what it gets is printed here)

Change a quotation and see it arrive. Ctrl-C ends the demo.`);
}
