import type { Data, Page, PageQuery } from './envelope';
import type { Webhook, WebhookAttributes } from './webhook';
import type { WebhookState } from './webhook-choices';

/** Input of a person. A missing attribute gets its default on create and is unchanged on update. */
export type WebhookInput = Partial<Omit<WebhookAttributes, 'mapping' | 'headers'>> & {
  mapping?: { fieldname: string; key?: string | null }[];
  /** A secret header without a value keeps the stored value of the same key. */
  headers?: { key: string; value?: string | null; secret?: boolean }[];
  /**
   * `whsec_...` for `hmac`, `whsk_...` for `ed25519`, or `generate` for a new secret. If missing, the
   * stored secret is kept, or one is generated if there is none.
   */
  signingSecret?: string;
};

/** A generated signing secret. It is shown only once. */
export interface GeneratedSecret {
  /** `whsec_...` or `whsk_...` */
  signingSecret?: string;
  /** `whpk_...`, for Ed25519 only. */
  publicKey?: string;
}

/** The webhook with `webhooks.read`; else only its id, name and state. */
export type SeenWebhook = Webhook | Pick<Webhook, 'documentId' | 'name' | 'state'>;

/** The result of a write. `meta` contains a secret that the write generated. */
export type Written<Seen = SeenWebhook> = Data<Seen> & { meta: GeneratedSecret };

/** GET /document-webhooks/webhooks */
export declare namespace ListWebhooks {
  interface Request {
    query: PageQuery & {
      /** Part of a name or a URL. */
      search?: string;
      state?: WebhookState;
      /** UID of a content type. */
      contentType?: string;
    };
  }
  type Response = Page<Webhook>;
}

/** GET /document-webhooks/webhooks/:documentId */
export declare namespace GetWebhook {
  interface Request {
    params: { documentId: string };
  }
  type Response = Data<Webhook>;
}

/** POST /document-webhooks/webhooks */
export declare namespace CreateWebhook {
  interface Request {
    body: WebhookInput | Data<WebhookInput>;
  }
  type Response<Seen = SeenWebhook> = Written<Seen>;
}

/** PUT /document-webhooks/webhooks/:documentId */
export declare namespace UpdateWebhook {
  interface Request {
    params: { documentId: string };
    body: WebhookInput | Data<WebhookInput>;
  }
  type Response<Seen = SeenWebhook> = Written<Seen>;
}

/** DELETE /document-webhooks/webhooks/:documentId: cancels pending deliveries and keeps the log. */
export declare namespace DeleteWebhook {
  interface Request {
    params: { documentId: string };
  }
  type Response = Data<SeenWebhook>;
}

/** POST /document-webhooks/webhooks/:documentId/recover: requeues failed and cancelled deliveries in their order. */
export declare namespace RecoverWebhook {
  interface Request {
    params: { documentId: string };
    /** ISO 8601, compared with `createdAt` of deliveries. `until` defaults to now. */
    body: { since: string; until?: string };
  }
  type Response = Data<{ requeued: number }>;
}

/** POST /document-webhooks/webhooks/:documentId/rotate-secret: adds a new key. The old one signs beside it for a while. */
export declare namespace RotateSecret {
  interface Request {
    params: { documentId: string };
    /** 0 to 168 hours, default 24. Without `signingSecret` a secret is generated. */
    body: { overlapHours?: number; signingSecret?: string };
  }
  type Response = Data<SeenWebhook> & { meta: { signingSecret: string; publicKey?: string } };
}
