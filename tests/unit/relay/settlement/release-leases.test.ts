import { releaseLeases } from '../../../../server/src/relay/settlement/release-leases';

let warnings: string[];
let tries: number;

beforeEach(() => {
  warnings = [];
  tries = 0;
});

const log = { warn: (message: string) => void warnings.push(message) };

function failing(times: number): () => Promise<void> {
  return () => {
    tries += 1;
    return tries <= times ? Promise.reject(new Error('Deadlock found')) : Promise.resolve();
  };
}

test('what fails for a moment is tried again, and nobody is warned', async () => {
  await releaseLeases(failing(2), log);

  expect(tries).toBe(3);
  expect(warnings).toEqual([]);
});

test('what goes on failing is told, and left to the lease', async () => {
  await releaseLeases(failing(Infinity), log);

  expect(tries).toBe(5);
  expect(warnings).toEqual([
    'Unsent deliveries wait for their lease to run out: Error: Deadlock found',
  ]);
});
