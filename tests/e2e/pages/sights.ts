import { BUILT_IN_NAME, NAMES, type SampleName } from '../support/sample';
import type { Scene } from './scene';

/** A page or a dialog, with data. */
export interface Sight {
  name: string;
  /** The selector of the part that is ours. */
  part: string;
  open: (scene: Scene) => Promise<void>;
}

/** A dialog, and the name of what has the focus again once it is closed. */
export interface DialogSight extends Sight {
  opener: string;
}

const DIALOG = '[role="dialog"]';
const ALERT = '[role="alertdialog"]';

async function openWebhook(scene: Scene, name: SampleName): Promise<void> {
  await scene.visit(`/webhooks/${scene.sample.webhooks[name]}`);
  await scene.page.getByRole('heading', { name: NAMES[name], level: 1 }).waitFor();
}

async function openDelivery(scene: Scene, status: keyof Scene['sample']['deliveries']) {
  await scene.visit(`/deliveries/${scene.sample.deliveries[status]}`);
  await scene.page.getByRole('heading', { name: 'Attempts' }).waitFor();
}

async function openList({ visit, page }: Scene): Promise<void> {
  await visit('');
  await page.getByRole('row').filter({ hasText: NAMES.paused }).waitFor();
}

const button = ({ page }: Scene, name: string) => page.getByRole('button', { name, exact: true });

export const PAGES: Sight[] = [
  { name: 'the list of webhooks', part: 'main', open: openList },
  {
    name: 'the form of a new webhook',
    part: 'main',
    async open(scene) {
      await scene.visit('/webhooks/create');
      await button(scene, 'Add field').click();
      await button(scene, 'Add header').click();
      await button(scene, 'Delivery').click();
      await button(scene, 'Security').click();
    },
  },
  {
    name: 'the form of a stored webhook',
    part: 'main',
    async open(scene) {
      await openWebhook(scene, 'delivered');
      await button(scene, 'Delivery').click();
      await button(scene, 'Security').click();
      await button(scene, 'Rotate secret').waitFor();
      await scene.page.getByRole('button', { name: 'Remove Quotation' }).waitFor();
    },
  },
  {
    name: 'the form of a failing webhook',
    part: 'main',
    async open(scene) {
      await openWebhook(scene, 'broken');
      await scene.page.getByRole('link', { name: 'events' }).waitFor();
    },
  },
  {
    name: 'the form of a webhook with a warning',
    part: 'main',
    async open(scene) {
      await openWebhook(scene, 'gone');
      await scene.page.getByText('Disabled by the system: 410 Gone').waitFor();
    },
  },
  {
    name: 'the list of deliveries',
    part: 'main',
    async open({ visit, page }) {
      await visit('/deliveries');
      await page.getByRole('row').filter({ hasText: 'Pending' }).waitFor();
    },
  },
  {
    name: 'a delivery that arrived',
    part: 'main',
    open: (scene) => openDelivery(scene, 'delivered'),
  },
  {
    name: 'a delivery that failed',
    part: 'main',
    open: (scene) => openDelivery(scene, 'failed'),
  },
  { name: 'a skipped event', part: 'main', open: (scene) => openDelivery(scene, 'skipped') },
  {
    name: 'a secret that was generated',
    part: DIALOG,
    async open(scene) {
      await openWebhook(scene, 'delivered');
      await button(scene, 'Security').click();
      await button(scene, 'Rotate secret').click();
      await scene.page.locator(DIALOG).getByRole('button', { name: 'Rotate', exact: true }).click();
      await button(scene, 'I have copied it').waitFor();
    },
  },
];

export const DIALOGS: DialogSight[] = [
  {
    name: 'the dialog that deletes a webhook',
    part: ALERT,
    opener: `Actions for ${NAMES.delivered}`,
    async open(scene) {
      await openList(scene);
      await button(scene, `Actions for ${NAMES.delivered}`).click();
      await scene.page.getByRole('menuitem', { name: 'Delete' }).click();
      await scene.page.locator(ALERT).waitFor();
    },
  },
  {
    name: 'the dialog that disables a webhook',
    part: ALERT,
    opener: `${NAMES.delivered}: enabled`,
    async open(scene) {
      await openList(scene);
      await scene.page.getByRole('switch', { name: NAMES.delivered }).click();
      await scene.page.locator(ALERT).waitFor();
    },
  },
  {
    name: 'the dialog that redelivers',
    part: DIALOG,
    opener: 'Redeliver',
    async open(scene) {
      await openDelivery(scene, 'delivered');
      await button(scene, 'Redeliver').click();
      await scene.page.locator(DIALOG).waitFor();
    },
  },
  {
    name: 'the dialog that cancels a delivery',
    part: ALERT,
    opener: 'Cancel delivery',
    async open(scene) {
      await openDelivery(scene, 'pending');
      await button(scene, 'Cancel delivery').click();
      await scene.page.locator(ALERT).waitFor();
    },
  },
  {
    name: 'the dialog that recovers',
    part: DIALOG,
    opener: 'Recover failed since…',
    async open(scene) {
      await openWebhook(scene, 'failing');
      await button(scene, 'Recover failed since…').click();
      await scene.page.locator(DIALOG).waitFor();
    },
  },
  {
    name: 'the dialog that rotates a secret',
    part: DIALOG,
    opener: 'Rotate secret',
    async open(scene) {
      await openWebhook(scene, 'delivered');
      await button(scene, 'Security').click();
      await button(scene, 'Rotate secret').click();
      await scene.page.getByRole('radio', { name: /^Paste one/ }).click();
    },
  },
  {
    name: 'the dialog that imports a file',
    part: DIALOG,
    opener: 'Import and export',
    async open(scene) {
      await openList(scene);
      await scene.panel.chooseTransfer('Import from JSON');
      const [first, second] = [{ name: NAMES.delivered }, { name: 'New', url: 'ftp://x' }];
      await scene.panel.chooseFile('JSON file', JSON.stringify({ webhooks: [first, second] }));
      await scene.page.locator(DIALOG).getByRole('listitem').nth(1).waitFor();
    },
  },
  {
    name: "the dialog that imports Strapi's own webhooks",
    part: DIALOG,
    opener: 'Import and export',
    async open(scene) {
      await openList(scene);
      await scene.panel.chooseTransfer("Import Strapi's built-in webhooks");
      await scene.page.locator(DIALOG).getByText(BUILT_IN_NAME).waitFor();
    },
  },
];
