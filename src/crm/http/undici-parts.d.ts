/**
 * What is used of undici, each from its own file: the package as a whole (fetch, WebSocket, caches, mocks) takes longer to
 * load than most commands take to run. The version is pinned, and no test of HTTP passes where a file has moved.
 */
declare module "undici/lib/dispatcher/pool.js" {
  import { Pool } from "undici";
  export default Pool;
}
declare module "undici/lib/dispatcher/proxy-agent.js" {
  import { ProxyAgent } from "undici";
  export default ProxyAgent;
}
declare module "undici/lib/core/connect.js" {
  import { buildConnector } from "undici";
  export default buildConnector;
}
