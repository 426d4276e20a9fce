import { bootStrapi, type App, type BootOptions } from '../../support/boot-strapi';
import { settled } from '../../support/deliveries';
import { QUOTATION } from '../../support/documents';
import { startReceiver } from '../../support/receiver';
import { createWebhook } from '../../support/webhooks';

/** An app, and what it logged as information until it was up. */
async function booted(options: BootOptions): Promise<{ app: App; said: string }> {
  const lines: string[] = [];
  const app = await bootStrapi({
    ...options,
    register({ log }) {
      jest.spyOn(log, 'info').mockImplementation(((line: string) => {
        lines.push(line);
        return log;
      }) as typeof log.info);
    },
  });
  return { app, said: lines.join('\n') };
}

test('in development webhooks may call this machine, and the log says so', async () => {
  const { app, said } = await booted({ env: { NODE_ENV: 'development' } });
  const receiver = await startReceiver();
  const webhook = await createWebhook(app, { url: receiver.url, events: ['entry.create'] });

  await app.documents(QUOTATION).create({ data: { name: 'Q' } });
  await settled(app, webhook, 'delivered');

  expect(said).toContain('webhooks may call this machine (127.0.0.0/8, ::1/128)');
  expect(said).toContain('network.allow');
  await receiver.close();
  await app.stop();
});

test('in production they may where that is named', async () => {
  const network = { allow: ['127.0.0.0/8'] };
  const { app, said } = await booted({ env: { NODE_ENV: 'production' }, config: { network } });
  const receiver = await startReceiver();
  const webhook = await createWebhook(app, { url: receiver.url, events: ['entry.create'] });

  await app.documents(QUOTATION).create({ data: { name: 'Q' } });
  await settled(app, webhook, 'delivered');

  expect(said).not.toContain('may call this machine');
  await receiver.close();
  await app.stop();
});

test.each([
  ['in production', { env: { NODE_ENV: 'production' } }],
  ['in development with a list of its own', { config: { network: { allow: ['10.0.0.0/8'] } } }],
])('%s they may not', async (_where, options) => {
  const { app, said } = await booted(options);

  await expect(createWebhook(app, { url: 'http://127.0.0.1:4000/hook' })).rejects.toThrow(
    'url: 127.0.0.1 is a loopback address',
  );
  expect(said).not.toContain('may call this machine');
  await app.stop();
});

test('a declared webhook that may not be called stops the boot', async () => {
  const webhook = { name: 'Inside', contentTypes: [QUOTATION], events: ['entry.update'] };
  const webhooks = [{ ...webhook, url: 'http://169.254.169.254/' }];

  await expect(bootStrapi({ config: { webhooks } })).rejects.toThrow(
    /webhooks.*url: 169\.254\.169\.254 is a link-local address/,
  );
});
