import { useClipboard, useNotification } from '@strapi/strapi/admin';

import { useText } from '../../translations/use-text';

/** Copies, and returns whether it succeeded: browsers block it on pages without TLS. */
export function useCopy(): (value: string) => Promise<void> {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();

  return async (value) => {
    if (await copy(value)) toggleNotification({ type: 'info', message: text('detail.copied') });
    else toggleNotification({ type: 'warning', message: text('copy.failed') });
  };
}
