interface Receiver {
  url: string;
  requests: object[];
  close(): Promise<void>;
}
interface Options {
  respond?: (request: { url: string }) => object | undefined;
  onRequest?: (request: object) => void;
}

const { startReceiver } = jest.requireActual<{ startReceiver: (of: Options) => Promise<Receiver> }>(
  '../../../playground/receiver/start-receiver',
);

let receiver: Receiver;
const onRequest = jest.fn();

function respond({ url }: { url: string }): object | undefined {
  if (url.endsWith('/broken')) throw new Error('No answer for this');
  return url.endsWith('/teapot') ? { status: 418, body: 'short' } : undefined;
}

beforeAll(async () => {
  receiver = await startReceiver({ respond, onRequest });
});
afterAll(() => receiver.close());

function post(path: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(receiver.url + path, { method: 'POST', headers, body: '{"id":"QTN-00001"}' });
}

test('it answers with the request, tells of it and keeps it', async () => {
  const answer = await post('/post?a=b');

  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  const shown = (await answer.json()) as object;
  expect(shown).toMatchObject({
    args: { a: 'b' },
    data: '{"id":"QTN-00001"}',
    files: {},
    form: {},
    headers: { 'Content-Type': 'application/json' },
    json: { id: 'QTN-00001' },
    method: 'POST',
    url: `${receiver.url}/post?a=b`,
  });
  expect(receiver.requests).toEqual([shown]);
  expect(onRequest).toHaveBeenCalledWith(shown, Buffer.from('{"id":"QTN-00001"}'));
});

test('it answers as it is told', async () => {
  const answer = await post('/teapot');

  expect([answer.status, await answer.text()]).toEqual([418, 'short']);
});

test('an answer that fails does not end it', async () => {
  expect((await post('/broken')).status).toBe(500);
  expect((await post('/post')).status).toBe(200);
});
