import { Webhooks } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../server/src/plugin-id';
import { MENU_PERMISSIONS } from './permissions';
import { prefixed } from './translations/prefixed';

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Webhooks,
      intlLabel: { id: `${PLUGIN_ID}.plugin.name`, defaultMessage: 'Document Webhooks' },
      permissions: MENU_PERMISSIONS,
      Component: () => import('./pages/App').then(({ App }) => ({ default: App })),
    });
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
  },

  /** A locale without a file of ours falls back to the English default messages. */
  async registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const file = (await import(`./translations/${locale}.json`)) as {
            default: Record<string, string>;
          };
          return { locale, data: prefixed(file.default) };
        } catch {
          return { locale, data: {} };
        }
      }),
    );
  },
};
