import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { createInterimResponses } from './interim-responses';

/** What is known of one connection to a receiver, beside what undici does with it. */
export interface Connection {
  /** A request is about to be written. */
  begin(): void;
  /** Whether requests were written before the present one. */
  isReused(): boolean;
  /** Whether a byte has come since the present request began. */
  hasAnswered(): boolean;
  /** Whether the receiver asked for a client certificate in the TLS handshake. */
  asksForCertificate: boolean;
}

/** Watches a socket that is connected, and leaves interim responses out of what is read from it. */
export function watchConnection(socket: Socket): Connection {
  const interim = createInterimResponses();
  let requests = 0;
  let hasAnswered = false;

  const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
  socket.read = (size) => {
    // Node asks for nothing to have the buffer filled.
    if (size === 0) return read(0);
    for (;;) {
      const bytes = read(size);
      if (bytes === null) return null;
      hasAnswered = true;
      const rest = interim.strip(bytes);
      if (rest.length > 0) return rest;
    }
  };

  return {
    begin() {
      requests += 1;
      hasAnswered = false;
      interim.begin();
    },
    isReused: () => requests > 1,
    hasAnswered: () => hasAnswered,
    // A client shares signature algorithms with its server only by such a request (RFC 8446, section 4.3.2).
    asksForCertificate: socket instanceof TLSSocket && socket.getSharedSigalgs().length > 0,
  };
}
