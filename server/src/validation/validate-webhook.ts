import type { PluginConfig } from '../config';
import type { WebhookAttributes } from '../contracts/webhooks';
import { parseWith, validationError } from './parse-with';
import type { Catalogue } from './subscription';
import { webhookSchema } from './webhook';

export type ValidateWebhook = (input: object) => WebhookAttributes;

/** What Strapi or the system writes; a client may send it back, and it is ignored. */
const READ_ONLY = new Set([
  'id',
  'documentId',
  'stateReason',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
]);

/** Throws a `ValidationError` whose `details.errors[].path` names each attribute at fault. */
export function createValidateWebhook(config: PluginConfig, catalogue: Catalogue): ValidateWebhook {
  const schema = webhookSchema(config, catalogue);
  const parse = parseWith(schema);
  return (input) => {
    const unknown = Object.keys(input).filter(
      (name) => !READ_ONLY.has(name) && !Object.hasOwn(schema.shape, name),
    );
    if (unknown.length > 0) {
      throw validationError(
        unknown.map((name) => ({ path: [name], message: 'A webhook has no such attribute' })),
      );
    }
    return parse(input);
  };
}
