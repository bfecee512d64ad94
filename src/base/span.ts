const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `36h`, `90d` or `12w`; null for what is no span of time. */
export function readSpan(text: string): number | null {
  const [, count = "", unit = ""] = /^([1-9]\d{0,4})([hdw])$/i.exec(text.trim()) ?? [];
  const ms = UNIT_MS[unit.toLowerCase()];
  return ms === undefined ? null : Number(count) * ms;
}
