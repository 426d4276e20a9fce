import { runPrepared } from '../../../server/src/outbox/database/prepared-statement';
import { DELIVERY_TABLE } from '../../../server/src/plugin-id';
import { countDeliveries } from '../../support/deliveries';
import { useScene } from '../../support/scene';

const scene = useScene();

test('what is being stored when its transaction is rolled back, by something beside it, is not there', async () => {
  const { app } = scene;
  const { connection } = app.strapi.db;
  const table = connection.ref(DELIVERY_TABLE).toSQL().sql;
  const insert = `INSERT INTO ${table} (delivery_id, status) VALUES (?, ?)`;
  const before = await countDeliveries(app);

  const transaction = await connection.transaction();
  const storing = runPrepared(transaction, insert, ['msg_too_late', 'skipped']);
  storing.catch(() => undefined);
  await transaction.rollback();
  await storing.catch(() => undefined);

  expect(await countDeliveries(app)).toBe(before);
});
