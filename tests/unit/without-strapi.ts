// Strapi's utilities look for the global of a running Strapi; here none runs.
Object.assign(globalThis, { strapi: undefined });
