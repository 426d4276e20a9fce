import type { App } from './boot-strapi';

type Hook = (event: { params: { data?: unknown }; result?: unknown }) => Promise<void>;
export type Hooks = Record<string, Hook>;

/** Before the plugin's own hooks, as in a type's `lifecycles.js`, or after them, as in an app's bootstrap. */
export const HOOK_PLACES = ['lifecycles.js', 'bootstrap'] as const;
export type HookPlace = (typeof HOOK_PLACES)[number];

/** Sets an app's own hooks on a type; returns what takes them away. */
export function setHooks(app: App, place: HookPlace, uid: string, hooks: Hooks): () => void {
  const { metadata, lifecycles } = app.strapi.db;
  if (place === 'bootstrap') {
    const subscriber = { models: [uid], ...hooks } as Parameters<typeof lifecycles.subscribe>[0];
    return lifecycles.subscribe(subscriber);
  }
  const model = metadata.get(uid) as { lifecycles: object };
  const before = model.lifecycles;
  model.lifecycles = hooks;
  return () => {
    model.lifecycles = before;
  };
}
