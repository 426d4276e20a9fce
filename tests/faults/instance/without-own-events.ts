import { createRequire } from 'node:module';
import path from 'node:path';

interface EventsModule {
  createEventManager: () => { emitEvent: () => void };
}

/**
 * Takes Strapi's own events of documents away, those that its built-in webhooks listen to. It reads the
 * document once more for them, and nobody awaits that read: where the connection is lost at that moment, the
 * rejection is unhandled and ends the process, with or without this plugin. What ends it in these tests
 * shall be ours.
 */
export function withoutOwnEvents(): void {
  const ofStrapi = createRequire(require.resolve('@strapi/strapi'));
  const core = path.dirname(ofStrapi.resolve('@strapi/core/package.json'));
  const file = path.join(core, 'dist/services/document-service/events.js');
  const events = ofStrapi(file) as EventsModule;
  events.createEventManager = () => ({ emitEvent: () => undefined });
}
