const http = require('node:http');
const { buffer } = require('node:stream/consumers');
const { setTimeout: sleep } = require('node:timers/promises');

const { toHttpbin } = require('./to-httpbin');

/**
 * @typedef {import('./to-httpbin').HttpbinRequest} HttpbinRequest
 *
 * @typedef {object} Reply
 * @property {number} [status] default 200
 * @property {Record<string, string>} [headers]
 * @property {string | Buffer} [body] default: the request, in httpbin's form
 * @property {number} [delayMs] how long to wait before answering
 *
 * @typedef {object} ReceiverOptions
 * @property {number} [port] 0, the default, takes a free one
 * @property {string} [host]
 * @property {(request: HttpbinRequest, body: Buffer) => Reply | void | Promise<Reply | void>} [respond]
 * @property {(request: HttpbinRequest, body: Buffer) => void} [onRequest] called before the answer
 *
 * @typedef {object} Receiver
 * @property {string} url without a slash at the end
 * @property {number} port
 * @property {HttpbinRequest[]} requests all received so far, in order of arrival
 * @property {() => Promise<void>} close drops open connections
 */

/**
 * Starts an HTTP server that keeps every request and, unless told otherwise, echoes it.
 *
 * @param {ReceiverOptions} [options]
 * @returns {Promise<Receiver>}
 */
async function startReceiver({ port = 0, host = '127.0.0.1', respond, onRequest } = {}) {
  /** @type {HttpbinRequest[]} */
  const requests = [];

  const server = http.createServer(async (incoming, response) => {
    try {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = await buffer(incoming);
      const request = toHttpbin({ method, url, headers, body });
      requests.push(request);
      onRequest?.(request, body);
      await send(response, request, (await respond?.(request, body)) ?? {});
    } catch (error) {
      fail(response, error);
    }
  });
  await listen(server, { port, host });

  const { port: listeningPort } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listeningPort}`,
    port: listeningPort,
    requests,
    close: () => close(server),
  };
}

/**
 * @param {http.ServerResponse} response
 * @param {HttpbinRequest} request
 * @param {Reply} reply
 */
async function send(response, request, { status = 200, headers = {}, body, delayMs = 0 }) {
  if (delayMs > 0) {
    await sleep(delayMs);
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body ?? JSON.stringify(request, null, 2));
}

/** A sender that hangs up midway, or a `respond` that throws, must not end the receiver. */
function fail(response, error) {
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`${error}\n`);
  }
}

/** @returns {Promise<void>} */
function listen(server, { port, host }) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** @returns {Promise<void>} */
function close(server) {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

module.exports = { startReceiver };
