export * from './dist/server/src';
export { default } from './dist/server/src';
