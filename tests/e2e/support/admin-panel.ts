import type { Page } from 'playwright-core';

const QUOTATIONS = '/admin/content-manager/collection-types/api::quotation.quotation';

/** What a person does in the admin panel, by the words they see there. */
export function adminPanel(page: Page, url: string) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const textbox = (name: string) => page.getByRole('textbox', { name, exact: true });

  return {
    async logIn(email: string, password: string) {
      // Strapi's guided tour lies over the pages until it is skipped.
      await page.addLocatorHandler(button('Skip'), (skip) => skip.click());
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

    async changeCustomerOf(quotation: string, customer: string) {
      await page.goto(url + QUOTATIONS);
      await page.getByRole('gridcell', { name: quotation, exact: true }).click();
      await textbox('customer').fill(customer);
      await button('Save').click();
      await page.getByText('Saved document').first().waitFor();
    },

    async openDeliveries() {
      await page.getByRole('link', { name: 'Document Webhooks' }).click();
      await page.getByRole('link', { name: 'Deliveries', exact: true }).click();
      await page.getByRole('heading', { name: 'Deliveries', level: 1 }).waitFor();
    },
  };
}
