import type { Locator, Page } from 'playwright-core';

import { eventually } from '../../support/eventually';

const QUOTATION_UID = 'api::quotation.quotation';
const QUOTATIONS = `/admin/content-manager/collection-types/${QUOTATION_UID}`;

/** What a person does in the admin panel, by the words they see there. */
export function adminPanel(page: Page, url: string) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true });

  /** The Content Manager's form begins anew when its document was read, and forgets what was typed. */
  const fillUntilTaken = (box: Locator, value: string) =>
    eventually(async () => {
      await box.fill(value);
      expect(await button('Save').isEnabled()).toBe(true);
    });

  return {
    /** Strapi's guided tour lies over the pages until it is skipped. */
    async skipTours() {
      await page.addLocatorHandler(button('Skip'), (skip) => skip.click());
    },

    async logIn(email: string, password: string) {
      await this.skipTours();
      await page.goto(`${url}/admin`);
      await textbox('Email').fill(email);
      await textbox('Password').fill(password);
      await button('Login').click();
      await page.getByRole('link', { name: 'Document Webhooks' }).waitFor();
    },

    async openWebhooks() {
      await page.getByRole('link', { name: 'Document Webhooks' }).click();
      await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    },

    /** Leaves the form open, filled in but not saved. */
    async fillInWebhook(webhook: {
      name: string;
      contentType: string;
      event: string;
      url: string;
      mapping: { field: string; key: string }[];
    }) {
      await page.getByRole('link', { name: 'Create webhook' }).first().click();
      await textbox('Name').fill(webhook.name);
      await page.getByRole('combobox', { name: 'Content types' }).click();
      await page.getByRole('option', { name: webhook.contentType }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('checkbox', { name: webhook.event, exact: true }).click();
      await textbox('URL').fill(webhook.url);
      for (const [index, { field, key }] of webhook.mapping.entries()) {
        const row = `Row ${String(index + 1)}`;
        await button('Add field').click();
        await page.getByRole('combobox', { name: `${row}: field` }).pressSequentially(field);
        await page.getByRole('option', { name: new RegExp(`^${field} `) }).click();
        await textbox(`${row}: key`).fill(key);
      }
    },

    async save() {
      await button('Save').click();
    },

    async waitForNotification(text: string) {
      await page.getByText(text).first().waitFor();
    },

    /** Saves the quotation once for each. */
    async changeCustomerOf(quotation: string, ...customers: string[]) {
      await page.goto(url + QUOTATIONS);
      await page.getByRole('gridcell', { name: quotation, exact: true }).click();
      for (const customer of customers) {
        await fillUntilTaken(textbox('customer'), customer);
        const saved = page.waitForResponse(
          (answer) => answer.request().method() === 'PUT' && answer.url().includes(QUOTATION_UID),
        );
        await button('Save').click();
        expect((await saved).status()).toBe(200);
      }
    },

    async openWebhook(name: string) {
      await this.openWebhooks();
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    },

    async unfoldDelivery() {
      await button('Delivery').click();
    },

    async openDeliveriesOf(webhook: string) {
      await this.openWebhook(webhook);
      await page.getByRole('main').getByRole('link', { name: 'Deliveries', exact: true }).click();
      await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    },

    /** In the menu of the webhooks' page. */
    async chooseTransfer(item: string) {
      await button('Import and export').click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    },

    async chooseFile(label: string, content: string) {
      const file = { name: 'document-webhooks.json', mimeType: 'application/json' };
      await page.getByLabel(label).setInputFiles({ ...file, buffer: Buffer.from(content) });
    },

    /** One of Strapi's own, in its settings. */
    async createBuiltInWebhook(webhook: { name: string; url: string }) {
      await page.goto(`${url}/admin/settings/webhooks/create`);
      await textbox('Name').fill(webhook.name);
      await textbox('Url').fill(webhook.url);
      await page.getByRole('checkbox', { name: 'entry.create', exact: true }).click();
      await button('Save').click();
      await this.waitForNotification('Webhook created');
    },

    async openDeliveries() {
      await page.getByRole('link', { name: 'Document Webhooks' }).click();
      await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
      await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    },
  };
}
