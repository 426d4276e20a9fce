import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certificate {
  cert: string;
  key: string;
}

export interface Wanted {
  subject: string;
  /** A certificate of itself where there is none. */
  issuer?: Certificate;
  days?: number;
  /** As openssl takes it. */
  extensions?: string;
}

/** Made by openssl, for a test of its own. */
export function makeCertificate({ subject, issuer, days = 2, extensions }: Wanted): Certificate {
  const folder = mkdtempSync(path.join(tmpdir(), 'document-webhooks-tls-'));
  const run = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  try {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const added = extensions === undefined ? [] : ['-addext', extensions];
    const request = ['req', ...curve, '-keyout', 'key.pem', '-subj', `/CN=${subject}`, ...added];
    if (!issuer) {
      run(...request, '-x509', '-days', String(days), '-out', 'cert.pem');
      return { cert: read('cert.pem'), key: read('key.pem') };
    }
    writeIssuer(folder, issuer);
    run(...request, '-out', 'request.pem');
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-copy_extensions', 'copyall'];
    run('x509', '-req', '-in', 'request.pem', ...signed, '-days', String(days), '-out', 'cert.pem');
    return { cert: read('cert.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeIssuer(folder: string, { cert, key }: Certificate): void {
  writeFileSync(path.join(folder, 'ca.pem'), cert);
  writeFileSync(path.join(folder, 'ca-key.pem'), key);
}
