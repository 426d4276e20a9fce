import type { SubscribableContentType } from '../../../../server/src/contracts/content-types';
import type { Delivery } from '../../../../server/src/contracts/deliveries';

/** The document's page in the Content Manager; null for a type that is gone or a deleted document. */
export function documentAddress(
  { uid, documentId, locale, event }: Delivery,
  types: SubscribableContentType[],
): string | null {
  const type = types.find((known) => known.uid === uid);
  if (!type || documentId === null || event === 'entry.delete') return null;
  const path =
    type.kind === 'singleType'
      ? `/content-manager/single-types/${uid}`
      : `/content-manager/collection-types/${uid}/${documentId}`;
  return locale ? `${path}?plugins[i18n][locale]=${locale}` : path;
}
