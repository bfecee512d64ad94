/** Hosts that no proxy stands before, unless the source names one: as curl's NO_PROXY, and this machine itself. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** What a setting says that is to mean: straight, whatever the environment says. */
export const NO_PROXY_AT_ALL = "none";

/**
 * The proxy for a URL by HTTPS_PROXY or HTTP_PROXY (lower case first) and NO_PROXY: names, their subdomains, `host:port`
 * and `*`, parted by commas or spaces. Null for none; the machine itself is never asked through one.
 */
export function proxyFor(url: string, read: (name: string) => string | undefined): string | null {
  const { protocol, hostname, port } = new URL(url);
  if (LOOPBACK.test(hostname)) return null;
  const get = (name: string): string => read(name.toLowerCase()) ?? read(name) ?? "";
  const proxy = get(protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY").trim();
  if (proxy === "") return null;
  const actualPort = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  const isLeftOut = get("NO_PROXY")
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => covers(entry, hostname, actualPort));
  if (isLeftOut) return null;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === "" || entry === "*") return entry === "*";
  const [, name = "", wanted] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return (wanted === undefined || wanted === port) && (host === name || host.endsWith(`.${name}`));
}
