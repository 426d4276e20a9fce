/**
 * Httpbin's two paths for trying out a sender: `/status/503` answers with that status,
 * `/delay/3` after so many seconds.
 *
 * @param {import('./to-httpbin').HttpbinRequest} request
 * @returns {import('./start-receiver').Reply}
 */
function httpbinReply({ url }) {
  const [, path, number] = /^\/(status|delay)\/(\d+)$/.exec(new URL(url).pathname) ?? [];

  if (path === 'status') {
    return { status: Number(number) };
  }
  return path === 'delay' ? { delayMs: Number(number) * 1000 } : {};
}

module.exports = { httpbinReply };
