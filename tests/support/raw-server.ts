import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a server does with a connection over which a request has come. */
export type Answer = (socket: Socket) => Promise<void> | void;

export interface RawServer {
  url: string;
  /** Whole requests, in the order in which they came. */
  requests: string[];
  /** From the next connection on. */
  answerWith(answer: Answer): void;
  close(): Promise<void>;
}

/** One for each test of a file. */
export function useRawServer(): RawServer {
  const server = {} as RawServer;
  beforeEach(async () => {
    Object.assign(server, await startRawServer());
  });
  afterEach(() => server.close());
  return server;
}

/** Something at the end of a socket that need not speak HTTP. */
async function startRawServer(): Promise<RawServer> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  let answer: Answer = () => undefined;

  const server = createServer((socket) => {
    const answering = answer;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (!isWhole(heard)) return;
      requests.push(heard);
      heard = '';
      void answering(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}/`,
    requests,
    answerWith: (wanted) => (answer = wanted),
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function isWhole(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n');
  const length = Number(/^content-length: (\d+)/im.exec(heard)?.[1] ?? 0);
  return end >= 0 && heard.length >= end + 4 + length;
}

/** Says it, and waits until the other side has room for more. */
export async function say(socket: Socket, words: string | Buffer): Promise<void> {
  if (socket.destroyed || socket.write(words)) return;
  await new Promise<void>((resolve) => {
    socket.once('drain', () => resolve());
    socket.once('close', () => resolve());
  });
}

export async function sayForEver(
  socket: Socket,
  { words, everyMs }: { words: string; everyMs: number },
): Promise<void> {
  while (!socket.destroyed) {
    await say(socket, words);
    await sleep(everyMs);
  }
}

export const ACCEPT: Answer = (socket) => {
  socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
};
