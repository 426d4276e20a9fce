import type { Core } from '@strapi/strapi';

import { FILE_UID } from '../../schema/model';
import type { ReadAccess } from '../../validation/references/unreadable-fields';

/** A CASL rule that a role grants. */
interface Rule {
  conditions?: object | undefined;
  /** All fields if absent. */
  fields?: string[] | undefined;
  matchesField(field: string | undefined): boolean;
}

/** The permissions of an admin user: CASL's ability, which Strapi adds to the request. */
export interface Ability {
  can(action: string, subject?: string, field?: string): boolean;
  rulesFor(action: string, subject: string): Rule[];
}

const READ = 'plugin::content-manager.explorer.read';

/** Files are read in the Media Library, with a different permission. */
const READ_ELSEWHERE = new Map([[FILE_UID, 'plugin::upload.read']]);

function readActionOf(uid: string): string {
  return READ_ELSEWHERE.get(uid) ?? READ;
}

/** The types and fields that the user can read for at least some entries. */
export function readAccessOf(ability: Ability): ReadAccess {
  return {
    type: (uid) => ability.can(readActionOf(uid), uid),
    field: (uid, field) =>
      withParents(field).some((granted) => ability.can(readActionOf(uid), uid, granted)),
  };
}

interface PermissionsManager {
  /** Null if nothing is granted. */
  getQuery(action: string): object | null;
}

interface PermissionService {
  createPermissionsManager(of: { ability: object; model: string }): PermissionsManager;
}

/**
 * The query that an entry must match so that the user can read all these fields, by the conditions
 * of their roles; null if there is no condition. One role can grant a field for all entries,
 * another for some.
 */
export function readableWhere(
  strapi: Core.Strapi,
  ability: Ability,
  { uid, fields }: { uid: string; fields: Iterable<string> },
): object | null {
  const rules = ability.rulesFor(readActionOf(uid), uid);
  const ofFields = [...fields].map((field) =>
    rules.filter((rule) => withParents(field).some((granted) => rule.matchesField(granted))),
  );
  const queries = [rules, ...ofFields]
    .filter((granting) => granting.length === 0 || granting.every(isConditional))
    .map((granting) => buildQuery(strapi, { uid, ability, granting }));
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

/** Strapi builds the query from an ability; this one is reduced to the given rules. */
function buildQuery(strapi: Core.Strapi, { uid, ability, granting }: Granting): object {
  const narrowed = Object.create(ability, { rulesFor: { value: () => granting } }) as object;
  const service = strapi.service('admin::permission') as unknown as PermissionService;
  const manager = service.createPermissionsManager({ ability: narrowed, model: uid });
  return manager.getQuery(readActionOf(uid)) ?? NOTHING;
}

const NOTHING = { id: { $in: [] } };

/** The field and its parents: a permission for `seo` includes `seo.title`. */
function withParents(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
