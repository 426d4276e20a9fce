import type { Core } from '@strapi/strapi';

import { notPossible } from '../../errors';
import type { RotateSecret } from '../../contracts/webhooks';
import type { Transaction } from '../../outbox/database/tables';
import { WEBHOOK_UID } from '../../plugin-id';
import { shown } from '../../secrets/generated';
import { rotate } from '../../secrets/rotate';
import { WITHOUT_KEY } from '../../secrets/store-secrets';
import { generateSecret, problemOfSecret, type Scheme } from '../../signing/signing-secret';
import { validationError } from '../../validation/parse-with';
import type { RotateBody } from '../../validation/requests/queries';
import { declaresSigningSecret } from '../../webhooks/sync/declare-webhooks';
import { containerOf } from '../../container';
import { webhooksService } from './webhooks';

const HOUR_MS = 3_600_000;

/** Signing secrets. */
export function secretsService({ strapi }: { strapi: Core.Strapi }) {
  return {
    /**
     * Signs with a new key, given or generated, from now on. The old key also signs until the
     * overlap ends.
     */
    async rotate(
      documentId: string,
      { overlapHours, signingSecret }: RotateBody,
    ): Promise<RotateSecret.Response['meta']> {
      const { cipher, registry, relay } = containerOf(strapi);
      const scheme = await rotatableScheme(strapi, documentId);
      const secret = signingSecret ?? generateSecret(scheme);
      const problem = problemOfSecret(scheme, secret);
      if (problem !== null) refuse(problem);
      const ciphertext = cipher.encrypt(secret) ?? refuse(WITHOUT_KEY);
      const rotation = {
        webhookId: documentId,
        scheme,
        ciphertext,
        overlapMs: Math.round(overlapHours * HOUR_MS),
      };
      await strapi.db.transaction(async ({ trx }: Transaction) => {
        await rotate(trx, rotation);
        // Other instances poll the update time of webhooks.
        const data = { updatedAt: new Date() };
        await strapi.db.query(WEBHOOK_UID).update({ where: { documentId }, data });
      });
      await registry.refresh();
      relay.nudge();
      return shown({ scheme, secret });
    },
  };
}

async function rotatableScheme(strapi: Core.Strapi, documentId: string): Promise<Scheme> {
  const { signing, name, origin } = await webhooksService({ strapi }).get(documentId);
  if (signing === 'none') {
    throw notPossible(
      'DW_WEBHOOK_UNSIGNED',
      'The webhook does not sign requests. Select a signing scheme first',
    );
  }
  if (origin === 'code' && declaresSigningSecret(containerOf(strapi).config, name)) {
    throw notPossible(
      'DW_SECRET_IN_CODE',
      'The signing secret is declared in code. Change it in config.webhooks',
    );
  }
  return signing;
}

function refuse(message: string): never {
  throw validationError([{ path: ['signingSecret'], message }]);
}
