/**
 * Path and query of a link that a server gave, resolved against the URL it came from; null where it leads to another
 * scheme, host or port, or holds a user: nothing of ours may go there.
 */
export function pathWithin(link: string, from: URL): string | null {
  let url: URL;
  try {
    url = new URL(link, from);
  } catch {
    return null;
  }
  if (url.origin !== from.origin || url.username !== "" || url.password !== "") return null;
  return url.pathname + url.search;
}
