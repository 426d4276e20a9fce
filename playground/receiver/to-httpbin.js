/**
 * What https://httpbin.org/anything says of a request.
 *
 * @typedef {object} HttpbinRequest
 * @property {Record<string, string | string[]>} args the query
 * @property {string} data the body as text; empty for a form
 * @property {Record<string, never>} files always empty: multipart bodies are not taken apart
 * @property {Record<string, string | string[]>} form the fields of an urlencoded form
 * @property {Record<string, string>} headers names in Canonical-Case, sorted
 * @property {unknown} json the body parsed, or null when it is not JSON
 * @property {string} method
 * @property {string} url
 */

/**
 * @param {object} request
 * @param {string} request.method
 * @param {string} request.url path and query, as on the request line
 * @param {import('node:http').IncomingHttpHeaders} request.headers
 * @param {Buffer} request.body
 * @returns {HttpbinRequest}
 */
function toHttpbin({ method, url, headers, body }) {
  const { href, searchParams } = new URL(url, `http://${headers.host ?? 'localhost'}`);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  const text = body.toString('utf8');

  return {
    args: groupByName(searchParams),
    data: isForm ? '' : text,
    files: {},
    form: isForm ? groupByName(new URLSearchParams(text)) : {},
    headers: canonicalHeaders(headers),
    json: isForm ? null : parseJson(text),
    method,
    url: href,
  };
}

/** A name that comes once has a string, one that comes again an array. */
function groupByName(params) {
  const names = [...new Set(params.keys())];

  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function canonicalHeaders(headers) {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()),
    [value].flat().join(', '),
  ]);

  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

module.exports = { toHttpbin };
