import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** A headless Chromium with a profile of its own, which goes when it is closed. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS });
}

/**
 * Tests that drive a browser. Without one they are skipped, and it is said aloud; under CI, where
 * nobody reads what is skipped, its absence is a failure.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(chromiumPath)) {
    describe(name, tests);
    return;
  }
  const absence = `No Chromium at ${chromiumPath}: install it, or name another in CHROMIUM_PATH.`;
  if (process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(absence);
    });
    return;
  }
  console.warn(`SKIPPED: ${name}. ${absence}`);
  describe.skip(name, tests);
}
