import type { Core, UID } from '@strapi/strapi';
import { contentTypes } from '@strapi/utils';

import type { GetModel, Model } from './model';
import type { DocumentEvent } from '../contracts/webhook-choices';

/** The properties of a content type that capture needs. */
export interface WatchedType {
  uid: UID.ContentType;
  model: Model;
  draftAndPublish: boolean;
  localized: boolean;
}

interface LocalizedContentTypes {
  isLocalizedContentType(model: unknown): boolean;
}

const cache = new WeakMap<object, WatchedType>();

/** Cached per content type, because it is used during saves. */
export function watchedType(strapi: Core.Strapi, uid: UID.ContentType): WatchedType {
  const contentType = strapi.contentType(uid);
  const type = cache.get(contentType) ?? describeType(strapi, uid);
  cache.set(contentType, type);
  return type;
}

function describeType(strapi: Core.Strapi, uid: UID.ContentType): WatchedType {
  const contentType = strapi.contentType(uid);
  const i18n = strapi.plugin('i18n').service<LocalizedContentTypes>('content-types');
  return {
    uid,
    model: contentType,
    draftAndPublish: contentTypes.hasDraftAndPublish(contentType),
    localized: i18n.isLocalizedContentType(contentType),
  };
}

export function modelGetter(strapi: Core.Strapi): GetModel {
  return (uid) => strapi.getModel(uid as UID.Schema);
}

const ALWAYS: readonly DocumentEvent[] = ['entry.create', 'entry.update', 'entry.delete'];
const WITH_DRAFTS: readonly DocumentEvent[] = [
  ...ALWAYS,
  'entry.publish',
  'entry.unpublish',
  'entry.draft-discard',
];

/** The events that documents of a type can have. */
export function eventsByType(draftAndPublish: boolean): readonly DocumentEvent[] {
  return draftAndPublish ? WITH_DRAFTS : ALWAYS;
}
