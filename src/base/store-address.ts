/** An address of a store as people may see it: without its password. */
export function withoutPassword(store: string): string {
  return store.replace(/^(postgres(?:ql)?:\/\/[^/?#]*?):.*@/s, "$1@");
}
