import { bootStrapi, type App, type BootOptions } from './boot-strapi';
import { drain } from './deliveries';
import { startReceiver, type Receiver } from './receiver';
import { removeWebhooks } from './webhooks';

/** One app and one receiver for a test file; each test begins without webhooks and requests. */
export interface Scene {
  app: App;
  receiver: Receiver;
}

/** The first boot on a kind of database also makes the template of all others. */
const LONGEST_BOOT_MS = 240_000;

export function useScene({
  seed = false,
  ...options
}: BootOptions & { seed?: boolean } = {}): Scene {
  const scene = {} as Scene;

  beforeAll(async () => {
    scene.app = await bootStrapi(options);
    scene.receiver = await startReceiver();
    if (seed) await scene.app.seed();
  }, LONGEST_BOOT_MS);
  beforeEach(async () => {
    await removeWebhooks(scene.app);
    scene.receiver.hangUp();
    // What was being sent as the test before ended would arrive in this one.
    await drain(scene.app);
    scene.receiver.reset();
  });
  afterAll(async () => {
    // The receiver first: what hangs in it would make the relay's stop wait.
    await scene.receiver.close();
    await scene.app.stop();
  });
  return scene;
}
