import type { Attempt, Delivery, SentRequest } from './deliveries';
import type { Data } from './envelope';
import type { PreviewOfCustomEvent, PreviewOfDocument, WebhookDraft } from './preview';

/** A draft is tested instead of the stored webhook. It needs the right to create or update webhooks. */
interface MaybeDraft {
  webhook?: WebhookDraft | null;
}

/** The attempt, with what the log shows of its delivery. */
export interface TestResult extends Attempt, Pick<Delivery, 'status' | 'reason'> {
  /** Id of the test in the delivery log. */
  deliveryId: string;
  /** Null if nothing was sent, or without `webhooks.read`. */
  request: SentRequest | null;
}

/** POST /document-webhooks/webhooks/:documentId/test: sends what a preview shows, at once. */
export declare namespace TestWebhook {
  interface Request {
    params: { documentId: string };
    body:
      | (Omit<PreviewOfDocument, 'webhook'> & MaybeDraft)
      | (Omit<PreviewOfCustomEvent, 'webhook'> & MaybeDraft);
  }
  type Response = Data<TestResult>;
}

/** A queued delivery. */
export interface SentDocument {
  /** Id of the delivery. */
  id: string;
  documentId: string;
}

/** POST /document-webhooks/webhooks/:documentId/send: queues the current state of documents. */
export declare namespace SendDocuments {
  interface Request {
    params: { documentId: string };
    /** At most 100 documents. Default: the default locale. */
    body: { uid: string; documentIds: string[]; locale?: string | null };
  }
  type Response = Data<SentDocument[]>;
}
