import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parseIp } from './ip-address';
import { parseNetworkRule } from './network-rule';

/** An entry of `network.tls`: PEM texts, or paths of PEM files. */
export interface TlsEntry {
  host: string;
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/** The trusted CA and the client certificate for matching hosts. */
export interface TlsIdentity {
  /** `host` must be lower case, without brackets and trailing dot. */
  isFor(host: string): boolean;
  /** Options for `tls.connect`. Never log the key. */
  options: { ca?: string; cert?: string; key?: string };
}

/**
 * Reads the configured certificates and keys. Throws if one is invalid; the message names the place
 * and never quotes the text.
 */
export function readTlsIdentities(entries: readonly TlsEntry[], folder: string): TlsIdentity[] {
  return entries.map((entry, index) => {
    const rule = parseNetworkRule(entry.host);
    const place = (name: string): string => `"network.tls.${String(index)}.${name}"`;
    const { ca, cert, key } = readPems(entry, { place, folder });
    if (ca) certificatesIn(ca, place('ca'));
    if (cert && key) checkPair({ cert, key }, place);
    return {
      options: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
      isFor(host) {
        const address = parseIp(host);
        return address ? rule?.hasAddress(address) === true : rule?.hasHost(host) === true;
      },
    };
  });
}

interface Reading {
  place: (name: string) => string;
  folder: string;
}

function readPems({ ca, cert, key }: TlsEntry, { place, folder }: Reading): TlsIdentity['options'] {
  const read = (name: string, value: string): string =>
    readPem(value, { place: place(name), folder });
  return {
    ...(ca !== undefined && { ca: read('ca', ca) }),
    ...(cert !== undefined && { cert: read('cert', cert) }),
    ...(key !== undefined && { key: read('key', key) }),
  };
}

function readPem(value: string, { place, folder }: { place: string; folder: string }): string {
  if (value.includes('-----BEGIN')) return value;
  try {
    return readFileSync(path.resolve(folder, value), 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Error(
      `${place}: ${named(value)} ${UNREADABLE[code] ?? 'cannot be read'} (${code}). Give the path of a file, as an absolute path or one from the folder of the app, or the text in PEM, which begins with -----BEGIN`,
    );
  }
}

const UNREADABLE: Record<string, string> = {
  ENOENT: 'is no such file',
  EISDIR: 'is a folder',
  EACCES: 'is a file that this process may not read',
};

/** Does not quote the value: it could be a key without its first line. */
function named(value: string): string {
  return LOOKS_LIKE_PATH.test(value) ? `"${value}"` : 'what stands there';
}

const LOOKS_LIKE_PATH = /^[\w ./\\:~-]{1,200}\.\w{1,10}$|^\.{1,2}$/;

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END [^-]+-----/g;

function certificatesIn(pem: string, place: string): X509Certificate[] {
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (blocks.length === 0)
    throw new Error(
      `${place}: holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----`,
    );
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new Error(`${place}: certificate ${String(index + 1)} cannot be read`);
    }
  });
}

function checkPair({ cert, key }: { cert: string; key: string }, place: Reading['place']): void {
  const [own] = certificatesIn(cert, place('cert'));
  if (own?.checkPrivateKey(keyIn(key, place('key'))) === true) return;
  throw new Error(`${place('key')}: does not belong to the certificate in ${place('cert')}`);
}

function keyIn(pem: string, place: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error(`${place}: holds no private key in PEM that can be read without a passphrase`);
  }
}
