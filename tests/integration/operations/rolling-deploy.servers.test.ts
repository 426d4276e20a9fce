import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { deliveriesOf, drain } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { useRestarts } from '../../support/restarts';
import { createWebhook } from '../../support/webhooks';

const restarts = useRestarts();
const PLAYGROUND = path.resolve(__dirname, '../../../playground');
const BOOT = `
  const { createStrapi } = require('@strapi/strapi');
  createStrapi({ appDir: '.', distDir: '.', serveAdminPanel: false }).load()
    .then((strapi) => process.stdout.write(String('document-webhooks' in strapi.plugins)))
    .then(() => process.exit(), (error) => { throw error; });
`;

/** A second process, because two instances do not fit into one. */
async function bootWithoutPlugin(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', BOOT], {
    cwd: PLAYGROUND,
    env: { ...process.env, ...restarts.environment(), PLAYGROUND_PLUGIN: 'off' },
  });
  return stdout;
}

test('an instance that boots without the plugin leaves a running one intact', async () => {
  const app = await restarts.boot();
  const webhook = await createWebhook(app, { url: restarts.receiver.url });
  const { documentId } = await app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
  const save = (customer: string) =>
    app.documents(QUOTATION).update({ documentId, data: { customer } });

  await save('before');
  expect(await bootWithoutPlugin()).toMatch(/false$/);
  await save('after');
  await drain(app);
  const deliveries = await deliveriesOf(app, webhook);
  await app.stop();

  expect(deliveries.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  expect(restarts.receiver.requests).toHaveLength(2);
});
