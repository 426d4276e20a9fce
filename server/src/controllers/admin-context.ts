import type { Ability } from '../services/access/ability';

/** The part of Koa's context that the controllers use in the admin API. */
export interface AdminContext<Param extends string = never> {
  params: Record<Param, string>;
  query: unknown;
  request: { body?: unknown };
  state: {
    userAbility: Ability;
    user?: { id: number | string };
    /** An API token of the admin API has no user. */
    auth?: { credentials?: { id?: number | string } };
  };
  /** Node's response. */
  res: {
    once: (event: 'close', listener: () => void) => unknown;
    closed: boolean;
    writableFinished: boolean;
  };
  status: number;
  body: unknown;
}
