import type { Data, FieldError } from './envelope';
import type { WebhookAttributes } from './webhook';
import type { WebhookInput } from './webhooks';

/** GET /document-webhooks/webhooks/export: all webhooks, or those of `ids`, without secrets. */
export declare namespace ExportWebhooks {
  interface Request {
    query: {
      /** documentIds separated by commas. */
      ids?: string;
    };
  }
  type Response = Data<{ webhooks: WebhookAttributes[] }>;
}

export type TransferNotice = Pick<FieldError, 'path' | 'message'>;

export interface AttributeChange {
  attribute: string;
  /** Missing without `webhooks.read`. */
  old?: unknown;
  new: unknown;
}

/** The result of an import, or of its dry run, for one webhook. */
export interface ImportResult {
  /** Position in the imported list. */
  index: number;
  name: string | null;
  action: 'create' | 'update' | 'unchanged' | 'invalid';
  /** Set for an update. */
  changes: AttributeChange[];
  /** Set if the webhook is invalid. `path` begins at the webhook. */
  errors: FieldError[];
  /** Steps that remain, such as entering secrets again: an export has none. */
  notices: TransferNotice[];
}

/**
 * POST /document-webhooks/webhooks/import. Webhooks are matched by name. All or nothing: an invalid one
 * causes a `ValidationError`, in a dry run a result with `errors`.
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

/** Something of a built-in webhook that this plugin does not have. */
export interface LeftOut {
  /** `media.create`, `header host`. */
  what: string;
  reason: string;
}

/**
 * The result for one of Strapi's built-in webhooks. One with events for single content types can become
 * several webhooks with a result each. The first result lists what was left out.
 */
export interface BuiltInResult {
  /** Its id in Settings → Webhooks. */
  id: string;
  /** Its name there. */
  name: string;
  action: 'import' | 'imported-before' | 'skip';
  /** The copy. In a dry run, `documentId` is null. */
  webhook: { documentId: string | null; name: string } | null;
  leftOut: LeftOut[];
  /** Differences between the copy and the original. */
  notices: TransferNotice[];
  /** Why the webhook is skipped. */
  errors: FieldError[];
}

/**
 * POST /document-webhooks/webhooks/import-built-in: copies each webhook of Settings → Webhooks
 * once. The copies are disabled, and the originals are unchanged.
 */
export declare namespace ImportBuiltInWebhooks {
  interface Request {
    body: { dryRun?: boolean };
  }
  type Response = Data<{ dryRun: boolean; results: BuiltInResult[] }>;
}
