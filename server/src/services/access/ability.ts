import type { Core } from '@strapi/strapi';

import { FILE_UID } from '../../schema/model';
import type { ReadAccess } from '../../validation/references/unreadable-fields';

/** A rule of CASL's, of those that one of the roles grants. */
interface Rule {
  conditions?: object | undefined;
  /** All where absent. */
  fields?: string[] | undefined;
  matchesField(field: string | undefined): boolean;
}

/** What an admin may do: CASL's ability, as Strapi puts it into the request. */
export interface Ability {
  can(action: string, subject?: string, field?: string): boolean;
  rulesFor(action: string, subject: string): Rule[];
}

const READ = 'plugin::content-manager.explorer.read';

/** Files are not read in the Content Manager, but in the Media Library. */
const READ_ELSEWHERE = new Map([[FILE_UID, 'plugin::upload.read']]);

function readActionOf(uid: string): string {
  return READ_ELSEWHERE.get(uid) ?? READ;
}

/** What an admin may read, of some entries at least. */
export function readAccessOf(ability: Ability): ReadAccess {
  return {
    type: (uid) => ability.can(readActionOf(uid), uid),
    field: (uid, field) =>
      outwards(field).some((granted) => ability.can(readActionOf(uid), uid, granted)),
  };
}

interface PermissionsManager {
  /** Null where nothing is granted. */
  getQuery(action: string): object | null;
}

interface PermissionService {
  createPermissionsManager(of: { ability: object; model: string }): PermissionsManager;
}

/**
 * What an entry must match for an admin to read all of these fields of it, by the conditions of their
 * roles; null where that is nothing. A field may be granted by one role for all entries, by another
 * for some.
 */
export function readableWhere(
  strapi: Core.Strapi,
  ability: Ability,
  { uid, fields }: { uid: string; fields: Iterable<string> },
): object | null {
  const rules = ability.rulesFor(readActionOf(uid), uid);
  const ofFields = [...fields].map((field) =>
    rules.filter((rule) => outwards(field).some((granted) => rule.matchesField(granted))),
  );
  const queries = [rules, ...ofFields]
    .filter((granting) => granting.length === 0 || granting.every(isConditional))
    .map((granting) => queryOf(strapi, { uid, ability, granting }));
  return queries.length === 0 ? null : { $and: queries };
}

function isConditional({ conditions }: Rule): boolean {
  return conditions !== undefined && Object.keys(conditions).length > 0;
}

interface Granting {
  uid: string;
  ability: Ability;
  granting: Rule[];
}

/** Strapi makes the query of an ability: here of one that has these rules only. */
function queryOf(strapi: Core.Strapi, { uid, ability, granting }: Granting): object {
  const narrowed = Object.create(ability, { rulesFor: { value: () => granting } }) as object;
  const service = strapi.service('admin::permission') as unknown as PermissionService;
  const manager = service.createPermissionsManager({ ability: narrowed, model: uid });
  return manager.getQuery(readActionOf(uid)) ?? NOTHING;
}

const NOTHING = { id: { $in: [] } };

/** `seo.title` is granted by `seo`, too. */
function outwards(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
