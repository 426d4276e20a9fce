import {
  ADMIN_USER_FIELDS,
  ADMIN_USER_UID,
  isPolymorphic,
  type Attribute,
  type Model,
} from './model';

/** The reason an attribute is never sent, and what to do instead. */
export function hiddenReason(model: Model, name: string): string {
  const quoted = `"${name}"`;
  const attribute = model.attributes[name];
  const type = model.info?.displayName ?? model.uid;
  if (attribute?.type === 'password') return `${quoted} is a password`;
  if (attribute && isPolymorphic(attribute)) return polymorphicReason(quoted, attribute);
  const own = STRAPI_REASONS[name];
  if (own !== undefined && attribute?.visible === false) return own(type);
  if (attribute?.unstable_virtual) return `${quoted} is a virtual relation, which Strapi computes`;
  if (model.uid === ADMIN_USER_UID) {
    return `of an admin user only id, documentId, ${ADMIN_USER_FIELDS.join(', ')} are sent`;
  }
  return `${quoted} of ${type} is private, by its schema or by a list of privateAttributes`;
}

function polymorphicReason(quoted: string, { relation = '' }: Attribute): string {
  const why = relation.startsWith('morphTo')
    ? 'the entries it leads to have no fixed type, so a path cannot name their fields'
    : 'a path cannot follow it';
  return `${quoted} is a polymorphic relation (${relation}): ${why}. The payload "document" has the polymorphic relations of the document itself`;
}

const creator = (name: string) => (type: string) =>
  `"${name}" of ${type} is private unless the options of the content type set populateCreatorFields`;

/** Attributes that Strapi adds to content types and keeps private in some. */
const STRAPI_REASONS: Partial<Record<string, (type: string) => string>> = {
  locale: (type) =>
    `${type} has no locales, so "locale" is always null there. To send the locale of the event map $locale; an expression reads locale`,
  localizations: () =>
    '"localizations" holds the other locales of the document, and each of them has its own events. To send the locale of the event map $locale; an expression reads locale',
  createdBy: creator('createdBy'),
  updatedBy: creator('updatedBy'),
};
