import { contentTypes } from '@strapi/utils';

/** What the walkers over content types, components and relations need to know of an attribute. */
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
  /** False where everybody who sees the entry sees it too. */
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

/** Strapi's own rule looks at the attribute, the schema's options and `api.responses`. */
type SchemaOfStrapi = Parameters<typeof contentTypes.isPrivateAttribute>[0];

export type GetModel = (uid: string) => Model | undefined;

export const ADMIN_USER_UID = 'admin::user';
export const FILE_UID = 'plugin::upload.file';

/** Of an admin user nothing but who it is may leave. */
export const ADMIN_USER_FIELDS = ['firstname', 'lastname', 'username'];

const IDS = ['id', 'documentId'];
const ID_ATTRIBUTES: Record<string, Attribute> = { id: { type: 'integer' } };
const DOCUMENT_ID_ATTRIBUTES: Record<string, Attribute> = {
  id: { type: 'integer' },
  documentId: { type: 'string' },
};

/** The attributes that may leave: all but private, password and virtual ones, with the ids first. */
export function visibleAttributes(model: Model): [string, Attribute][] {
  const ids = model.modelType === 'component' ? ID_ATTRIBUTES : DOCUMENT_ID_ATTRIBUTES;
  const own = Object.entries(model.attributes).filter(([name]) => !(name in ids));
  return [...Object.entries(ids), ...own.filter(([name, it]) => mayLeave(model, name, it))];
}

export function visibleAttribute(model: Model, name: string): Attribute | undefined {
  if (name === 'id') return ID_ATTRIBUTES[name];
  if (name === 'documentId' && model.modelType === 'contentType') {
    return DOCUMENT_ID_ATTRIBUTES[name];
  }
  const attribute = Object.hasOwn(model.attributes, name) ? model.attributes[name] : undefined;
  return attribute && mayLeave(model, name, attribute) ? attribute : undefined;
}

function mayLeave(model: Model, name: string, attribute: Attribute): boolean {
  return (
    !attribute.unstable_virtual && !isPolymorphic(attribute) && !neverLeaves(model, name, attribute)
  );
}

/** Passwords, private attributes, and of an admin user all but who it is: whatever is asked for. */
export function neverLeaves(model: Model, name: string, { type }: Attribute): boolean {
  if (type === 'password' || isPrivate(model, name)) return true;
  return model.uid === ADMIN_USER_UID && ![...IDS, ...ADMIN_USER_FIELDS].includes(name);
}

/** Polymorphic relations lead to rows of any type: they leave in a whole document only. */
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

/** Whether the Content Manager shows entries of the type. */
export function isInContentManager({ pluginOptions }: Model): boolean {
  const options = pluginOptions?.['content-manager'] as { visible?: boolean } | undefined;
  return options?.visible !== false;
}

/** Whether the type's documents have a draft and a published version. */
export function hasDrafts({ options }: Model): boolean {
  return options?.draftAndPublish === true;
}

/** UIDs of the models an attribute leads to; none for a scalar. */
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

/** Attributes whose value has a shape of its own: a path may go on inside, unchecked. */
export function isFreeForm(attribute: Attribute): boolean {
  return (
    attribute.type === 'json' || attribute.type === 'blocks' || attribute.type === 'customField'
  );
}

/** Whether the attribute holds several values. */
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
