import { useCallback } from 'react';
import { useIntl, type PrimitiveType } from 'react-intl';

import { PLUGIN_ID } from '../../../server/src/plugin-id';
import en from './en.json';

/** A message of the plugin, by its key in `en.json`. */
export type TextKey = keyof typeof en;
export type Text = (key: TextKey, values?: Record<string, PrimitiveType>) => string;

export function isTextKey(key: string): key is TextKey {
  return key in en;
}

/** Formats the plugin's messages in the admin's language; English where a translation lacks. */
export function useText(): Text {
  const { formatMessage } = useIntl();
  return useCallback<Text>(
    (key, values) => formatMessage({ id: `${PLUGIN_ID}.${key}`, defaultMessage: en[key] }, values),
    [formatMessage],
  );
}
