import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
