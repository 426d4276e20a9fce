import { installIfStale } from './demo/npm.mjs';

// What runs after this may be the first command in a fresh clone.
await installIfStale();
