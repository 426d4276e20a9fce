import { parseArgs } from 'node:util';

import { bootPlayground } from './demo/boot-playground.mjs';
import { assertPortIsFree, createDemoEnvironment } from './demo/environment.mjs';
import { describeLogin, waitForInterrupt } from './demo/keep-open.mjs';
import { npm, installIfStale } from './demo/npm.mjs';
import { deliverQuotation } from './demo/deliver-quotation.mjs';
import { findMismatches } from './demo/find-mismatches.mjs';

const { values: options } = parseArgs({ options: { once: { type: 'boolean', default: false } } });

try {
  await demonstrate(options);
  process.exit(0);
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exit(1);
}

/** With `once`, no admin panel is built and nothing listens but the receiver. */
async function demonstrate({ once }) {
  const environment = await createDemoEnvironment();
  if (!once) {
    await assertPortIsFree(environment);
  }
  await installIfStale();
  await npm(['run', 'build']);
  if (!once) {
    await npm(['run', 'build', '--workspace', 'playground'], environment);
  }

  const playground = await bootPlayground({ environment, listen: !once });
  try {
    await showDelivery(playground);
    if (!once) {
      console.log(describeLogin(playground));
      playground.arrivals.on('request', printRequest);
      await waitForInterrupt();
    }
  } finally {
    await playground.close();
  }
}

async function showDelivery({ strapi, receiver, arrivals }) {
  const { received, quotation } = await deliverQuotation({ strapi, receiver, arrivals });
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
