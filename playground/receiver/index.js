const { parseArgs } = require('node:util');

const { httpbinReply } = require('./httpbin-reply');
const { startReceiver } = require('./start-receiver');
const { toHttpbin } = require('./to-httpbin');

async function receiveAndPrint() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });

  const receiver = await startReceiver({
    port: Number(values.port),
    host: values.host,
    respond: httpbinReply,
    onRequest: (request) => console.log(JSON.stringify(request, null, 2)),
  });
  console.log(`Receiving at ${receiver.url} (also /status/503 and /delay/3, as httpbin has)`);
}

module.exports = { startReceiver, toHttpbin, httpbinReply };

if (require.main === module) {
  receiveAndPrint().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
