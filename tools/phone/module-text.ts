/** The module of src/phone that holds a compiled table. */
export function moduleText(source: string, bytes: Uint8Array): string {
  return `// Made by \`npm run phone:compile\`; not edited by hand.

/** Package and version that the shipped number table comes from. */
export const TABLE_SOURCE: string = "${source}";

/** The shipped number table: brotli, base64. */
export const TABLE_DATA: string =
  "${Buffer.from(bytes).toString("base64")}";
`;
}
