import type { Ability } from '../services/access';

/** What the controllers use of Koa's context in the admin API. */
export interface AdminContext<Param extends string = never> {
  params: Record<Param, string>;
  query: unknown;
  request: { body?: unknown };
  state: { userAbility: Ability };
  status: number;
  body: unknown;
}
