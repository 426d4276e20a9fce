import { contentTypes } from '@strapi/utils';

/** The properties of an attribute that the schema walkers need. */
export interface Attribute {
  type: string;
  private?: boolean;
  repeatable?: boolean;
  multiple?: boolean;
  component?: string;
  components?: string[];
  relation?: string;
  target?: string;
  unstable_virtual?: boolean;
  /** False if everyone who can see the entry can see the attribute. */
  visible?: boolean;
}

export interface Model {
  uid: string;
  modelType: 'contentType' | 'component';
  modelName: string;
  info?: { displayName?: string };
  attributes: Record<string, Attribute>;
  options?: { draftAndPublish?: boolean };
  pluginOptions?: Record<string, unknown>;
}

/** Strapi's rule uses the attribute, the schema's options and `api.responses`. */
type SchemaOfStrapi = Parameters<typeof contentTypes.isPrivateAttribute>[0];

export type GetModel = (uid: string) => Model | undefined;

export const ADMIN_USER_UID = 'admin::user';
export const FILE_UID = 'plugin::upload.file';

/** The only fields of an admin user that can be sent. */
export const ADMIN_USER_FIELDS = ['firstname', 'lastname', 'username'];

const IDS = ['id', 'documentId'];
const ID_ATTRIBUTES: Record<string, Attribute> = { id: { type: 'integer' } };
const DOCUMENT_ID_ATTRIBUTES: Record<string, Attribute> = {
  id: { type: 'integer' },
  documentId: { type: 'string' },
};

/** The attributes that can be sent: all except private, password and virtual ones. Ids first. */
export function visibleAttributes(model: Model): [string, Attribute][] {
  const ids = model.modelType === 'component' ? ID_ATTRIBUTES : DOCUMENT_ID_ATTRIBUTES;
  const own = Object.entries(model.attributes).filter(([name]) => !(name in ids));
  return [...Object.entries(ids), ...own.filter(([name, it]) => isSendable(model, name, it))];
}

export function visibleAttribute(model: Model, name: string): Attribute | undefined {
  if (name === 'id') return ID_ATTRIBUTES[name];
  if (name === 'documentId' && model.modelType === 'contentType') {
    return DOCUMENT_ID_ATTRIBUTES[name];
  }
  const attribute = Object.hasOwn(model.attributes, name) ? model.attributes[name] : undefined;
  return attribute && isSendable(model, name, attribute) ? attribute : undefined;
}

function isSendable(model: Model, name: string, attribute: Attribute): boolean {
  return (
    !attribute.unstable_virtual && !isPolymorphic(attribute) && !neverLeaves(model, name, attribute)
  );
}

/**
 * True for attributes that are never sent: passwords, private attributes, and most fields of admin
 * users.
 */
export function neverLeaves(model: Model, name: string, { type }: Attribute): boolean {
  if (type === 'password' || isPrivate(model, name)) return true;
  return model.uid === ADMIN_USER_UID && ![...IDS, ...ADMIN_USER_FIELDS].includes(name);
}

/** Polymorphic relations can target any type. They are sent only as part of a whole document. */
export function polymorphicIn(model: Model): string[] {
  return Object.entries(model.attributes)
    .filter(([name, attribute]) => isPolymorphic(attribute) && !isPrivate(model, name))
    .map(([name]) => name);
}

export function isPolymorphic({ relation }: Attribute): boolean {
  return relation?.startsWith('morph') === true;
}

function isPrivate(model: Model, name: string): boolean {
  return contentTypes.isPrivateAttribute(model as SchemaOfStrapi, name);
}

/** True if the Content Manager shows entries of the type. */
export function isInContentManager({ pluginOptions }: Model): boolean {
  const options = pluginOptions?.['content-manager'] as { visible?: boolean } | undefined;
  return options?.visible !== false;
}

/** True if documents of the type have a draft and a published version. */
export function hasDrafts({ options }: Model): boolean {
  return options?.draftAndPublish === true;
}

/** UIDs of the models that an attribute targets; empty for a scalar. */
export function targetsOf(attribute: Attribute): string[] {
  switch (attribute.type) {
    case 'component':
      return attribute.component ? [attribute.component] : [];
    case 'dynamiczone':
      return attribute.components ?? [];
    case 'relation':
      return attribute.target ? [attribute.target] : [];
    case 'media':
      return [FILE_UID];
    default:
      return [];
  }
}

/** True for attributes with free-form values; a path inside them is not checked. */
export function isFreeForm(attribute: Attribute): boolean {
  return (
    attribute.type === 'json' || attribute.type === 'blocks' || attribute.type === 'customField'
  );
}

/** True if the attribute has multiple values. */
export function isList(attribute: Attribute): boolean {
  switch (attribute.type) {
    case 'component':
      return attribute.repeatable === true;
    case 'dynamiczone':
      return true;
    case 'relation':
      return attribute.relation === 'oneToMany' || attribute.relation === 'manyToMany';
    case 'media':
      return attribute.multiple === true;
    default:
      return false;
  }
}
