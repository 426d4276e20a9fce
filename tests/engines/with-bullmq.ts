// Every app of this project has engine bullmq, unless its test says otherwise; without Redis, all is skipped.
process.env['TEST_ENGINE'] = 'bullmq';

if (!process.env['TEST_REDIS_URL']) {
  Object.assign(globalThis, { test: test.skip, it: it.skip, describe: describe.skip });
}
