import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface HttpsReceiver {
  port: number;
  /** Whose certificate each request came with, by its common name; null where it had none. */
  clients: (string | null)[];
  close(): Promise<void>;
}

/** Answers 200 over TLS, on all addresses of the machine. */
export async function startHttpsReceiver(options: ServerOptions): Promise<HttpsReceiver> {
  const clients: (string | null)[] = [];
  const server = createServer(options, (request, response) => {
    const { socket } = request;
    const known = socket instanceof TLSSocket ? Object.entries(socket.getPeerCertificate()) : [];
    const subject = Object.fromEntries(known)['subject'] as { CN: string } | undefined;
    clients.push(subject?.CN ?? null);
    request.resume().on('end', () => response.end('ok'));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    clients,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
