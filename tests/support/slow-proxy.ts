import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a port of this machine on which every answer takes its time. */
export interface SlowProxy {
  port: number;
  close(): Promise<void>;
}

export async function startSlowProxy(toPort: number, delayMs: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(toPort, '127.0.0.1');
    client.pipe(target);
    target.on('data', (chunk) => setTimeout(() => client.write(chunk), delayMs));
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        target.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
