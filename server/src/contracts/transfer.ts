import type { Data, FieldError } from './envelope';
import type { WebhookAttributes } from './webhook';
import type { WebhookInput } from './webhooks';

/** GET /document-webhooks/webhooks/export: all, or those named; what a person decides of each, no secret. */
export declare namespace ExportWebhooks {
  interface Request {
    query: {
      /** documentIds with commas between. */
      ids?: string;
    };
  }
  type Response = Data<{ webhooks: WebhookAttributes[] }>;
}

export type TransferNotice = Pick<FieldError, 'path' | 'message'>;

export interface AttributeChange {
  attribute: string;
  /** Absent without `webhooks.read`. */
  old?: unknown;
  new: unknown;
}

/** What an import does, or would do, with one webhook. */
export interface ImportResult {
  /** Among those sent. */
  index: number;
  name: string | null;
  action: 'create' | 'update' | 'unchanged' | 'invalid';
  /** Of an update. */
  changes: AttributeChange[];
  /** Of one that is invalid; `path` begins at the webhook. */
  errors: FieldError[];
  /** What is left to do: secrets are in no export, and are to be given again. */
  notices: TransferNotice[];
}

/**
 * POST /document-webhooks/webhooks/import: told apart by name. All or nothing: one that is invalid is a
 * `ValidationError`, but in a dry run a result.
 */
export declare namespace ImportWebhooks {
  interface Body {
    webhooks: WebhookInput[];
    dryRun?: boolean;
  }
  interface Request {
    body: Body | Data<Body>;
  }
  type Response = Data<{ dryRun: boolean; results: ImportResult[] }>;
}

/** Of a built-in webhook, what has no place here. */
export interface LeftOut {
  /** `media.create`, `header host`. */
  what: string;
  reason: string;
}

/**
 * What becomes, or would become, of one of Strapi's built-in webhooks. One with events for single content types
 * may become several, with a result each: what is left out is told by the first.
 */
export interface BuiltInResult {
  /** Its id in Settings → Webhooks. */
  id: string;
  /** Its name there. */
  name: string;
  action: 'import' | 'imported-before' | 'skip';
  /** Where it went; in a dry run `documentId` is null. */
  webhook: { documentId: string | null; name: string } | null;
  leftOut: LeftOut[];
  /** What came over otherwise than it should. */
  notices: TransferNotice[];
  /** Why it is skipped. */
  errors: FieldError[];
}

/**
 * POST /document-webhooks/webhooks/import-built-in: copies the webhooks of Settings → Webhooks, each
 * once. They arrive disabled, and the originals stay as they are.
 */
export declare namespace ImportBuiltInWebhooks {
  interface Request {
    body: { dryRun?: boolean };
  }
  type Response = Data<{ dryRun: boolean; results: BuiltInResult[] }>;
}
