const { httpbinReply } = jest.requireActual<{ httpbinReply: (request: { url: string }) => object }>(
  '../../../playground/receiver/httpbin-reply',
);

test.each([
  ['/status/503', { status: 503 }],
  ['/status/503?a=b', { status: 503 }],
  ['/delay/3', { delayMs: 3_000 }],
  ['/post', {}],
  ['/status/teapot', {}],
  ['/status/503/more', {}],
])('at %s the receiver answers as httpbin does', (path, reply) => {
  expect(httpbinReply({ url: `http://127.0.0.1:8787${path}` })).toEqual(reply);
});
