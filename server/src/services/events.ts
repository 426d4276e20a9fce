import type { Core } from '@strapi/strapi';

import { captureCustomEvent } from '../capture/custom-event';
import type { CustomEvent } from '../contracts/events';
import { parseCustomEvent } from '../validation/requests/custom-event';
import { containerOf } from '../container';

/** Custom events, emitted by the app's own code. */
export function eventsService({ strapi }: { strapi: Core.Strapi }) {
  return {
    /**
     * Sends `data` to the webhooks subscribed to the event, once the caller's transaction commits,
     * or immediately if there is none. Throws a `ValidationError` for an invalid name, an unknown
     * content type, or data that is not JSON.
     */
    async emit(event: CustomEvent): Promise<void> {
      const { catalogue, capture } = containerOf(strapi);
      await captureCustomEvent(capture, parseCustomEvent(event, catalogue));
    },
  };
}
