import { z } from 'zod';

import { parseNetworkRule } from './network-rule';

const networkRule = z.string().refine((text) => parseNetworkRule(text) !== null, {
  error: 'must be a range such as 10.0.0.0/8, an address, or a host name such as hooks.internal',
});
const networkRules = z.array(networkRule);

/** PEM text, or the path of a PEM file relative to the app's folder. */
const pem = z.string('must be text in PEM, or the path of a file').min(1);

const tlsEntry = z
  .strictObject(
    { host: networkRule, ca: pem.optional(), cert: pem.optional(), key: pem.optional() },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `has no option ${issue.keys.join(', ')}: there are host, ca, cert and key`
          : undefined,
    },
  )
  .superRefine(({ ca, cert, key }, context) => {
    const refuse = (path: string[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    if (cert === undefined && key !== undefined) {
      refuse(['cert'], 'is missing: give the certificate of the key, which is shown with it');
    } else if (key === undefined && cert !== undefined) {
      refuse(['key'], 'is missing: give the private key of the certificate, without a passphrase');
    } else if (ca === undefined && cert === undefined) {
      refuse([], 'has nothing to trust or to show: give ca, or cert and key, or remove the entry');
    }
  });

export const networkSchema = z.strictObject({
  /** Addresses to allow besides public ones; the default depends on the environment. */
  allow: networkRules.optional(),
  /** Addresses to block; takes precedence over `allow`. */
  deny: networkRules.default([]),
  /** True if the host of a webhook's URL can contain `{{ }}`. */
  dynamicHosts: z.boolean().default(false),
  /** The proxy for all requests. Addresses are checked before. */
  proxy: z.url({ protocol: /^https?$/, error: 'must be a http:// or https:// address' }).optional(),
  /** Additional trusted CAs and client certificates by host. */
  tls: z.array(tlsEntry).default([]),
});
