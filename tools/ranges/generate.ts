import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SeededRandom } from "../crash/random.ts";

/** The head of every file of the Russian register, as the regulator spells it. */
export const HEAD = "АВС/ DEF;От;До;Емкость;Оператор;Регион;Территория ГАР;ИНН";

/** Files with the first digit of their codes and their share of all ranges. */
const FILES = [
  ["ABC-3xx.csv", 3, 0.3],
  ["ABC-4xx.csv", 4, 0.33],
  ["ABC-8xx.csv", 8, 0.32],
  ["DEF-9xx.csv", 9, 0.05],
] as const;
const SUBSCRIBERS = 10_000_000;
const SIZES = [100, 1000, 1000, 5000, 10_000];
const MOBILE = ["Северная Связь", "Волна Мобайл", "Сибирь Телеком", "Единая Сеть", "Дальняя Линия"];
const PLACES = [
  "г. Москва",
  "Московская область",
  "г. Екатеринбург|Свердловская область",
  "г. Улан-Удэ|Республика Бурятия",
  "р-н Камчатский|Камчатский край",
  "Краснодарский край",
  "г. Хабаровск|Хабаровский край",
  "Калининградская область",
];

export interface GeneratedRegister {
  readonly paths: readonly string[];
  readonly ranges: number;
}

/** Writes the four files of a made-up Russian register, in the form and size of the real one (433,000 ranges). */
export function generateRegister(folder: string, ranges: number, seed: number): GeneratedRegister {
  mkdirSync(folder, { recursive: true });
  const random = new SeededRandom(seed);
  let written = 0;
  const paths = FILES.map(([name, first, share]) => {
    const path = join(folder, name);
    const rows = rowsOf(first, Math.round(ranges * share), random);
    written += rows.length;
    writeFileSync(path, `\ufeff${[HEAD, ...rows].join("\n")}\n`);
    return path;
  });
  return { paths, ranges: written };
}

/** Rows over all codes that begin with the digit, in order, with room between that nobody holds. */
function rowsOf(first: number, count: number, random: SeededRandom): string[] {
  const rows: string[] = [];
  for (let code = first * 100; code < first * 100 + 100; code++) {
    const here = Math.round(((code % 100) + 1) * (count / 100)) - rows.length;
    // Larger gaps where there are few ranges, so that a code is used to its end.
    const scale = Math.max(1, Math.floor(SUBSCRIBERS / (Math.max(1, here) * 6000)));
    let from = 0;
    for (let i = 0; i < here && from < SUBSCRIBERS; i++) {
      const size = (SIZES[random.below(SIZES.length)] ?? 100) * (first === 9 ? scale : 1);
      const to = Math.min(from + size, SUBSCRIBERS) - 1;
      rows.push(row(code, from, to, first === 9, random));
      from = to + 1 + (random.chance(0.3) ? 100 * (1 + random.below(20)) : 0);
    }
  }
  return rows;
}

function row(code: number, from: number, to: number, isMobile: boolean, random: SeededRandom): string {
  const seven = (value: number): string => String(value).padStart(7, "0");
  const place = PLACES[random.below(PLACES.length)] ?? "";
  const number = random.below(isMobile ? MOBILE.length : 900);
  const operator = isMobile ? `ООО "${MOBILE[number]}"` : `"АО ""Узел связи ${number}"""`;
  const taxId = 7_700_000_000 + number;
  return [code, seven(from), seven(to), to - from + 1, operator, place, place.split("|").at(-1), taxId].join(
    ";",
  );
}
