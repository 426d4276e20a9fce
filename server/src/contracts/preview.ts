import type { SentRequest } from './deliveries';
import type { Data } from './envelope';
import type { WebhookInput } from './webhooks';

/** A webhook that need not be saved, nor have a name; with its `documentId` where it is. */
export type WebhookDraft = WebhookInput & { documentId?: string };

/** What a draft would do with a real entry, or with an event of an app's own. Nothing is sent. */
export interface Preview {
  /** Whether a delivery would be made. */
  matches: boolean;
  /** Why it would not; null where it would. */
  reason: string | null;
  /** What the condition comes to; null where there is none. */
  condition: { value: unknown; error: string | null } | null;
  /** Null where it cannot be rendered. */
  request: SentRequest | null;
  /** Why it cannot be rendered. */
  error: string | null;
  /** What each mapped field comes to, row by row; none where something else is sent. */
  fields: PreviewedField[];
  /** What in its expressions will surprise whoever wrote it. */
  warnings: PreviewWarning[];
}

export interface PreviewWarning {
  /** The attribute. */
  path: 'condition' | 'template' | 'url' | 'headers';
  /** Of a header it begins with the header's name. */
  message: string;
}

export interface PreviewedField {
  fieldname: string;
  value: unknown;
}

/** What a draft would have done with one entry. */
export interface BacktestEntry {
  uid: string;
  documentId: string;
  locale: string | null;
  event: string;
  /** What the entry is called in the Content Manager, where it has such a field. */
  label: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
  matches: boolean;
  /** Why it would not have fired, or could not be rendered. */
  reason: string | null;
}

export interface Backtest {
  /** How many entries were looked at. */
  checked: number;
  /** How many of them would fire. */
  matched: number;
  entries: BacktestEntry[];
}

export interface PreviewOfDocument {
  webhook: WebhookDraft;
  uid: string;
  documentId: string;
  /** The default locale when absent. */
  locale?: string | null;
  /** One of the webhook's. */
  event: string;
}

/** As it would be emitted: nothing is read of the document that it is about. */
export interface PreviewOfCustomEvent {
  webhook: WebhookDraft;
  uid?: string | null;
  documentId?: string | null;
  locale?: string | null;
  /** One of the webhook's. */
  event: string;
  /** An empty object when absent. */
  data?: unknown;
}

/** POST /document-webhooks/webhooks/preview */
export declare namespace PreviewWebhook {
  interface Request {
    body: PreviewOfDocument | PreviewOfCustomEvent;
  }
  type Response = Data<Preview>;
}

/** POST /document-webhooks/webhooks/backtest: over the entries that changed last. */
export declare namespace BacktestWebhook {
  interface Request {
    /** At most `limit` entries, 1 to 100, 20 when absent. */
    body: { webhook: WebhookDraft; limit?: number };
  }
  type Response = Data<Backtest>;
}
