import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program of a worker thread, built beside the server's own file: see `scripts/build-worker.mjs`. */
export function workerFile(): string {
  // Not by `new URL('./…', import.meta.url)`, for which Vite would write the file into the URL.
  return path.join(path.dirname(fileURLToPath(import.meta.url)), 'expression-worker.js');
}
