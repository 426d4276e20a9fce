import { fileURLToPath } from 'node:url';

/** The program of a worker thread, built beside the server's own file: see `scripts/build-worker.mjs`. */
export function workerFile(): string {
  return fileURLToPath(new URL('./expression-worker.js', import.meta.url));
}
