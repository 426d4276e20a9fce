import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of the worker thread's script, built next to the server file: see
 * `scripts/build-worker.mjs`.
 */
export function workerFile(): string {
  // Vite would inline the file into the URL with `new URL('./…', import.meta.url)`.
  return path.join(path.dirname(fileURLToPath(import.meta.url)), 'expression-worker.js');
}
