import type { Data, Page, PageQuery } from './envelope';
import type { Webhook, WebhookAttributes } from './webhook';
import type { WebhookState } from './webhook-choices';

/** What a person sends; what is left out takes its default on create, and stays as it is on update. */
export type WebhookInput = Partial<Omit<WebhookAttributes, 'mapping' | 'headers'>> & {
  mapping?: { fieldname: string; key?: string | null }[];
  /** A secret one without a value keeps the stored one of the same key; a string replaces it. */
  headers?: { key: string; value?: string | null; secret?: boolean }[];
  /**
   * `whsec_...` for `hmac`, `whsk_...` for `ed25519`, or `generate` for a new one. Left out, the stored
   * one stays, and where there is none one is generated.
   */
  signingSecret?: string;
};

/** A signing secret that was generated: shown this once. */
export interface GeneratedSecret {
  /** `whsec_...` or `whsk_...` */
  signingSecret?: string;
  /** `whpk_...`, of Ed25519. */
  publicKey?: string;
}

/** All of it for who has `webhooks.read`; for anybody else, which one it is. */
export type SeenWebhook = Webhook | Pick<Webhook, 'documentId' | 'name' | 'state'>;

/** What came of a write; `meta` holds a secret that it generated. */
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

/** DELETE /document-webhooks/webhooks/:documentId: cancels what is pending and keeps the log. */
export declare namespace DeleteWebhook {
  interface Request {
    params: { documentId: string };
  }
  type Response = Data<SeenWebhook>;
}

/** POST /document-webhooks/webhooks/:documentId/recover: requeues what never succeeded, in its order. */
export declare namespace RecoverWebhook {
  interface Request {
    params: { documentId: string };
    /** ISO 8601, on the deliveries' `createdAt`; `until` is now when absent. */
    body: { since: string; until?: string };
  }
  type Response = Data<{ requeued: number }>;
}

/** POST /document-webhooks/webhooks/:documentId/rotate-secret: a new key signs; the old one beside it for a while. */
export declare namespace RotateSecret {
  interface Request {
    params: { documentId: string };
    /** 0 to 168 hours, 24 when absent; a secret is generated where none is given. */
    body: { overlapHours?: number; signingSecret?: string };
  }
  type Response = Data<SeenWebhook> & { meta: { signingSecret: string; publicKey?: string } };
}
