import { types } from "pg";
import type { SqlValue } from "../sql/sql.ts";

/** Types of columns by their number in pg_type. */
const { BOOL, BYTEA, INT2, INT4, INT8, OID, NUMERIC, FLOAT4, FLOAT8 } = types.builtins;

type Parse = (text: string) => SqlValue;

const bytes: Parse = (text) => Uint8Array.from(Buffer.from(text.slice(2), "hex"));
const text: Parse = (value) => value;

const AS_NUMBERS = parsers(Number, (value) => (value === "t" ? 1 : 0));
const AS_BIGINTS = parsers(BigInt, (value) => (value === "t" ? 1n : 0n));

/** How values are read out of an answer: integers as numbers or bigints, conditions as 1 and 0, as SQLite gives them. */
export function typesOf(bigints: boolean) {
  const table = bigints ? AS_BIGINTS : AS_NUMBERS;
  return { getTypeParser: (type: number) => table.get(type) ?? text };
}

function parsers(integer: Parse, condition: Parse): ReadonlyMap<number, Parse> {
  const numeric: Parse = (value) => (value.includes(".") ? Number(value) : integer(value));
  return new Map<number, Parse>([
    ...[INT2, INT4, INT8, OID].map((type) => [type, integer] as const),
    ...[FLOAT4, FLOAT8].map((type) => [type, Number] as const),
    [NUMERIC, numeric],
    [BOOL, condition],
    [BYTEA, bytes],
  ]);
}
