import type { IncomingHttpHeaders } from 'node:http';

interface HttpRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const { toHttpbin } = jest.requireActual<{ toHttpbin: (request: HttpRequest) => object }>(
  '../../../playground/receiver/to-httpbin',
);

function shown(text: string, { url = '/post', type = 'application/json' } = {}): object {
  const headers = { host: 'httpbin.org', 'content-type': type };
  return toHttpbin({ method: 'POST', url, headers, body: Buffer.from(text) });
}

test('a request is shown as httpbin shows it', () => {
  const text = '{"id": "QTN-00001", "lineItems": [{"item_code": "I1", "brand": null}]}';
  const headers = {
    host: 'httpbin.org',
    'user-agent': 'strapi-plugin-document-webhooks/0.1.0',
    'content-length': '70',
    'accept-encoding': 'gzip, deflate',
    accept: '*/*',
    connection: 'close',
  };

  const shownAs = toHttpbin({ method: 'POST', url: '/post', headers, body: Buffer.from(text) });

  // The text, for the order of names counts too.
  expect(JSON.stringify(shownAs)).toBe(
    JSON.stringify({
      args: {},
      data: text,
      files: {},
      form: {},
      headers: {
        Accept: '*/*',
        'Accept-Encoding': 'gzip, deflate',
        Connection: 'close',
        'Content-Length': '70',
        Host: 'httpbin.org',
        'User-Agent': 'strapi-plugin-document-webhooks/0.1.0',
      },
      json: { id: 'QTN-00001', lineItems: [{ item_code: 'I1', brand: null }] },
      method: 'POST',
      url: 'http://httpbin.org/post',
    }),
  );
});

test('a query stands in args, what comes again as a list', () => {
  expect(shown('', { url: '/get?a=1%202&b=x&b=y' })).toMatchObject({
    args: { a: '1 2', b: ['x', 'y'] },
    url: 'http://httpbin.org/get?a=1%202&b=x&b=y',
  });
});

test('a form stands in form, and is no data', () => {
  const type = 'application/x-www-form-urlencoded; charset=utf-8';

  expect(shown('a=1+2&b=x&b=y', { type })).toMatchObject({
    data: '',
    form: { a: '1 2', b: ['x', 'y'] },
    json: null,
  });
});

test('what is not JSON is data alone', () => {
  expect(shown('hello')).toMatchObject({ data: 'hello', form: {}, json: null });
});
