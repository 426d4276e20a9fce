import type { Core } from '@strapi/strapi';

import type { Actor } from '../../contracts/deliveries';

interface Credentials {
  id?: number | string;
  name?: string;
  username?: string | null;
  firstname?: string | null;
  lastname?: string | null;
}

interface Authentication {
  strategy?: { name?: string };
  credentials?: Credentials | null;
}

const SYSTEM: Actor = { type: 'system' };

/** The actor of the current request: only type, id and name, no other data of the user. */
export function actorOf({ requestContext }: Core.Strapi): Actor {
  const state = requestContext.get()?.state as { auth?: Authentication } | undefined;
  if (!state) return SYSTEM;
  const { strategy, credentials } = state.auth ?? {};
  switch (strategy?.name) {
    case 'admin':
      return named('admin', credentials, adminName(credentials));
    case 'content-api-token':
    case 'admin-token':
      return named('api-token', credentials, credentials?.name);
    case 'data-transfer':
      return SYSTEM;
    case undefined:
    default:
      return named('user', credentials, credentials?.username);
  }
}

function named(
  type: Actor['type'],
  credentials: Credentials | null | undefined,
  name: string | null | undefined,
): Actor {
  return {
    type,
    ...(credentials?.id === undefined ? {} : { id: credentials.id }),
    ...(name ? { name } : {}),
  };
}

function adminName(credentials: Credentials | null | undefined): string | null | undefined {
  const { firstname, lastname, username } = credentials ?? {};
  return [firstname, lastname].filter(Boolean).join(' ') || username;
}
