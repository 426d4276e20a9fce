import type { Core } from '@strapi/strapi';

import { captureCustomEvent } from '../capture/custom-event';
import type { CustomEvent } from '../contracts/events';
import { parseCustomEvent } from '../validation/requests/custom-event';
import { containerOf } from '../container';

/** Events that an app's own code names. */
export function eventsService({ strapi }: { strapi: Core.Strapi }) {
  return {
    /**
     * Sends `data` to the webhooks that name the event, once the caller's transaction commits, or at
     * once where there is none. Throws a `ValidationError` for a bad name, an unknown content type, and
     * data that JSON cannot hold.
     */
    async emit(event: CustomEvent): Promise<void> {
      const { catalogue, capture } = containerOf(strapi);
      await captureCustomEvent(capture, parseCustomEvent(event, catalogue));
    },
  };
}
