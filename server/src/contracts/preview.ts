import type { SentRequest } from './deliveries';
import type { Data } from './envelope';
import type { WebhookInput } from './webhooks';

/** A webhook, saved or not. Needs no name. Contains its `documentId` if it is saved. */
export type WebhookDraft = WebhookInput & { documentId?: string };

/** The result of a draft for a real entry or a custom event. Nothing is sent. */
export interface Preview {
  /** Whether the event would cause a delivery. */
  matches: boolean;
  /** Why not; null if `matches`. */
  reason: string | null;
  /** The result of the condition; null without one. */
  condition: { value: unknown; error: string | null } | null;
  /** Null if it cannot be rendered. */
  request: SentRequest | null;
  /** Why it cannot be rendered. */
  error: string | null;
  /** The value of each mapping row. Empty if `payload` is not `fields`. */
  fields: PreviewedField[];
  /** Usual mistakes in the expressions. */
  warnings: PreviewWarning[];
}

export interface PreviewWarning {
  /** The attribute. */
  path: 'condition' | 'template' | 'url' | 'headers';
  /** For a header, begins with the header's name. */
  message: string;
}

export interface PreviewedField {
  fieldname: string;
  value: unknown;
}

/** The result of a draft for one entry. */
export interface DryRunEntry {
  uid: string;
  documentId: string;
  locale: string | null;
  event: string;
  /** The entry's title in the Content Manager; null without a title field. */
  label: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
  matches: boolean;
  /** Why the webhook would not fire, or why the request cannot be rendered. */
  reason: string | null;
}

export interface Backtest {
  /** Number of entries that were checked. */
  checked: number;
  /** Number of these that would fire. */
  matched: number;
  entries: DryRunEntry[];
}

export interface PreviewOfDocument {
  webhook: WebhookDraft;
  uid: string;
  documentId: string;
  /** Default: the default locale. */
  locale?: string | null;
  /** One of the webhook's events. */
  event: string;
}

/** A custom event as an app emits it. Its document is not read. */
export interface PreviewOfCustomEvent {
  webhook: WebhookDraft;
  uid?: string | null;
  documentId?: string | null;
  locale?: string | null;
  /** One of the webhook's events. */
  event: string;
  /** Default: an empty object. */
  data?: unknown;
}

/** POST /document-webhooks/webhooks/preview */
export declare namespace PreviewWebhook {
  interface Request {
    body: PreviewOfDocument | PreviewOfCustomEvent;
  }
  type Response = Data<Preview>;
}

/** POST /document-webhooks/webhooks/backtest: a dry run over the entries that changed last. */
export declare namespace DryRunWebhook {
  interface Request {
    /** Maximum number of entries, 1 to 100. Default: 20. */
    body: { webhook: WebhookDraft; limit?: number };
  }
  type Response = Data<Backtest>;
}
