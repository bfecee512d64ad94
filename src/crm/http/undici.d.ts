/*
 * The parts of undici that are used, by their files: with its doorway come fetch, caches, mocks and WebSockets, which cost every
 * run 70 ms and 15 MB.
 */
declare module "undici/lib/dispatcher/pool.js" {
  export { Pool as default } from "undici";
}

declare module "undici/lib/core/connect.js" {
  export { buildConnector as default } from "undici";
}
