import { WEBHOOK } from '../../support/documents';
import { useScene } from '../../support/scene';
import { createWebhook, updateWebhook } from '../../support/webhooks';

const scene = useScene();

const NAME = 'Hook\n[2026-01-01] error: forged\r\u001b[31m\u2028\u202e\u0000'.replace('\0', '');

afterEach(() => jest.restoreAllMocks());

function logged(): string[] {
  const { log } = scene.app.strapi;
  const lines: string[] = [];
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    jest.spyOn(log, level).mockImplementation((message: unknown) => {
      lines.push(String(message));
      return log;
    });
  }
  return lines;
}

test('what a name holds begins no line of the log and sends no terminal a command', async () => {
  const { app, receiver } = scene;
  const webhook = await createWebhook(app, { url: receiver.url, name: NAME });
  const lines = logged();

  // Past the schema: it cannot compile, and the log says of which webhook.
  await app.strapi.db.query(WEBHOOK).update({
    where: { documentId: webhook.documentId },
    data: { condition: 'doc.name =\n\u001b[2J' },
  });
  const other = await createWebhook(app, { url: receiver.url, name: 'Other' });
  await updateWebhook(app, other, { name: 'Again' });

  const own = lines.filter((line) => line.includes('Document Webhooks'));
  expect(own).toHaveLength(1);
  expect(own[0]).toContain(
    '"Hook\\n[2026-01-01] error: forged\\r\\u001b[31m\\u2028\\u202e" is left out',
  );
  expect(own.filter((line) => /[\p{Cc}\p{Zl}\p{Zp}\u202e]/u.test(line))).toEqual([]);
});
