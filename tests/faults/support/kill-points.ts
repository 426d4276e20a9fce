/** Where a process can die, in the order in which a delivery passes. */
export const KILL_POINTS = [
  'before-commit',
  'after-commit',
  'after-claim',
  'in-request',
  'after-answer',
] as const;

export type KillPoint = (typeof KILL_POINTS)[number];

/** When a process is killed: at a point, or by chance. */
export const MOMENTS = [...KILL_POINTS, 'any-time'] as const;

export type Moment = (typeof MOMENTS)[number];
