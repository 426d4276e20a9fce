import type { Data } from './envelope';
import type { DocumentEvent } from './webhook-choices';
import type { WebhookAttributes } from './webhook';

/** A field that a mapping can name. Private and password attributes are never listed. */
export interface FieldNode {
  name: string;
  /** Value for `fieldname` of a mapping row: `items.sku`. */
  path: string;
  /** Attribute type: `string`, `component`, `relation`, `media`, `dynamiczone`, ... */
  type: string;
  /** More than one value: a repeatable component, a to-many relation, multiple media, a dynamic zone, or below one. */
  list: boolean;
  children?: FieldNode[];
}

/** A content type that a webhook can watch. */
export interface SubscribableContentType {
  uid: string;
  displayName: string;
  kind: 'collectionType' | 'singleType';
  draftAndPublish: boolean;
  localized: boolean;
  events: DocumentEvent[];
  fields: FieldNode[];
}

/** A `$`-path into the context of the event. */
export interface ContextField {
  path: string;
  description: string;
}

/** Defaults of a webhook, from the plugin's configuration. */
export type DeliveryDefaults = Pick<WebhookAttributes, 'timeoutMs' | 'retryDelays' | 'concurrency'>;

/** GET /document-webhooks/content-types */
export declare namespace ListContentTypes {
  type Response = Data<SubscribableContentType[]> & {
    meta: {
      contextFields: ContextField[];
      defaults: DeliveryDefaults;
      /** Names of custom events that the configuration declares or a webhook uses. */
      customEvents: string[];
    };
  };
}
