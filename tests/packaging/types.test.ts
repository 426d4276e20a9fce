import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const PACKAGE = 'strapi-plugin-document-webhooks';
const TSC = require.resolve('typescript/bin/tsc');
const IMPORT = `import type { Services } from '${PACKAGE}/strapi-server';\ndeclare const events: Services['events'];\n`;

if (!existsSync(path.join(ROOT, 'dist/server/src/index.d.ts'))) {
  throw new Error('dist is missing. Run `npm run test:packaging`, which builds first');
}

describe('types of the packed package, in an app of its own', () => {
  let app: string;

  beforeAll(async () => {
    await mkdir(path.join(ROOT, '.tmp'), { recursive: true });
    // Inside the repository, so that Strapi's own types are found.
    app = await mkdtemp(path.join(ROOT, '.tmp/types-'));
    const installed = path.join(app, 'node_modules', PACKAGE);
    await mkdir(installed, { recursive: true });
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', app];
    const tarball = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' }).trim();
    execFileSync('tar', ['-xzf', path.join(app, tarball), '--strip-components=1', '-C', installed]);
    await writeFile(
      path.join(app, 'right.ts'),
      `${IMPORT}void events.emit({ type: 'order.paid', data: {} });\n`,
    );
    await writeFile(
      path.join(app, 'wrong.ts'),
      `${IMPORT}void events.emit({ type: 42, data: {} });\n`,
    );
  });
  afterAll(() => rm(app, { recursive: true, force: true }));

  /** The compiler's output, with the settings of `create-strapi` but for the resolution. */
  function errorsOf(file: string, module: string, resolution: string): string {
    const settings = ['--noEmit', '--skipLibCheck', '--esModuleInterop', '--target', 'ES2019'];
    const how = ['--module', module, '--moduleResolution', resolution, '--types', 'node'];
    const { stdout } = spawnSync(process.execPath, [TSC, ...settings, ...how, file], {
      cwd: app,
      encoding: 'utf8',
    });
    return stdout;
  }

  test.each([
    ['CommonJS', 'node'],
    ['Node16', 'node16'],
    ['ESNext', 'bundler'],
  ])('module %s, moduleResolution %s', (module, resolution) => {
    expect(errorsOf('right.ts', module, resolution)).toBe('');
  });

  test('a wrong argument does not compile', () => {
    expect(errorsOf('wrong.ts', 'CommonJS', 'node')).toMatch(/^wrong\.ts\(3,\d+\): error TS/);
  });
});
