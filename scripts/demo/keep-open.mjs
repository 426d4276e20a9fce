import { once } from 'node:events';

export function describeLogin({ strapi, receiver, login }) {
  return [
    '',
    `Admin panel   ${strapi.config.get('admin.absoluteUrl')}`,
    `Login         ${login.email} / ${login.password}`,
    `Receiver      ${receiver.url}/post (echoes what it gets, and prints it here)`,
    '',
    'Change a quotation and see it arrive. Ctrl-C ends the demo.',
  ].join('\n');
}

export async function waitForInterrupt() {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
