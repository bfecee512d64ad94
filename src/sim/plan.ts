/** Regions that the simulator has numbers of. */
export const REGIONS = ["RU", "KZ", "UA", "BY", "UZ", "US", "DE", "GB"] as const;

export type Region = (typeof REGIONS)[number];

/** A block of numbers with a common beginning. */
export interface Range {
  /** Digits without calling code and trunk prefix. */
  readonly length: number;
  /** Smallest and largest digit after the beginning, "29" for 2 to 9; "" for any. */
  readonly lead: string;
  /** The smallest number of the block as an integer, before `lead`; and how many there are. */
  readonly first: number;
  readonly span: number;
  /** How people group the digits; the first group is what stands in brackets. */
  readonly groups: readonly number[];
}

/** How one region numbers and writes its phones. In the writings {C} is the calling code, {A} the first group, {R}, {R-} and {R_} the rest joined, dashed and spaced, {N} all digits. */
export interface Plan {
  readonly region: Region;
  readonly code: string;
  /** Every number has the same length, so that foreign digits cannot be taken for a longer national number. */
  readonly fixedLength: boolean;
  readonly mobile: readonly Range[];
  readonly fixed: readonly Range[];
  /** As written inside the country. */
  readonly national: readonly string[];
  /** The same with digits alone. */
  readonly bare: readonly string[];
  /** What a spreadsheet or a JSON number makes of it: no leading zero. */
  readonly numeric: readonly string[];
  /** Digits with the calling code but no plus, as far as the own region's readers take them rightly. */
  readonly codeDigits: readonly string[];
}

// Written by hand from the countries' published numbering plans; blocks in long and steady use only, so that an
// update of anybody's metadata does not turn the truth wrong. test/sim/oracle.test.ts holds them against Google's.
function blocks(prefixes: string, length: number, groups: readonly number[], lead = ""): Range[] {
  return prefixes.split(" ").map((prefix) => {
    const span = 10 ** (length - prefix.length);
    return { length, lead, groups, span, first: Number(prefix) * span };
  });
}

const RU_MOBILE =
  "902 903 905 906 908 909 910 911 912 913 914 915 916 917 918 919 920 921 922 923 924 925 926 927 928 929 931 " +
  "937 950 951 952 953 960 961 962 963 964 965 966 967 968 977 981 982 983 985 987 988 999";
const GB_MOBILE =
  "7400 7415 7450 7470 7480 7500 7540 7550 7580 7590 7710 7720 7730 7740 7760 7770 7780 7790 7810 7820 7850 7860 " +
  "7880 7890 7910 7930 7950 7960 7970 7980";
const EIGHT = [
  "8 ({A}) {R-}",
  "8({A}){R}",
  "8-{A}-{R-}",
  "8 {A} {R_}",
  "8 {A} {R-}",
  "({A}) {R-}",
  "{A}-{R-}",
];
const CODE_FORMATS = ["{C}{N}", "{C}{N}", "{C} ({A}) {R-}", "{C} {A} {R_}", "{C}-{A}-{R-}"];

const PLANS: Readonly<Record<Region, Plan>> = {
  RU: {
    region: "RU",
    code: "7",
    fixedLength: true,
    mobile: blocks(RU_MOBILE, 10, [3, 3, 2, 2]),
    fixed: [
      ...blocks("495 499 812", 10, [3, 3, 2, 2], "29"),
      ...blocks("343 383 846 831 843", 10, [3, 3, 2, 2], "22"),
    ],
    national: EIGHT,
    bare: ["8{N}", "8{N}", "{N}"],
    numeric: ["{C}{N}", "8{N}", "{N}"],
    codeDigits: CODE_FORMATS,
  },
  KZ: {
    region: "KZ",
    code: "7",
    fixedLength: true,
    mobile: blocks("700 701 702 705 707 708 747 771 775 776 777 778", 10, [3, 3, 2, 2]),
    fixed: [...blocks("727", 10, [3, 3, 2, 2], "23"), ...blocks("7172", 10, [4, 2, 2, 2], "27")],
    national: EIGHT,
    bare: ["8{N}", "8{N}", "{N}"],
    // Not {N}: with a ".0" behind it, 77... reads as +7 7...
    numeric: ["{C}{N}", "8{N}"],
    codeDigits: CODE_FORMATS,
  },
  UA: {
    region: "UA",
    code: "380",
    fixedLength: true,
    mobile: blocks("50 63 66 67 68 73 93 95 96 97 98 99", 9, [2, 3, 2, 2]),
    fixed: [...blocks("44", 9, [2, 3, 2, 2], "25"), ...blocks("48 57", 9, [2, 3, 2, 2], "77")],
    national: ["(0{A}) {R-}", "0{A} {R-}", "0{A}-{R-}", "0{A} {R_}", "(0{A}){R}"],
    bare: ["0{N}"],
    numeric: ["{C}{N}", "{N}"],
    codeDigits: CODE_FORMATS,
  },
  BY: {
    region: "BY",
    code: "375",
    fixedLength: true,
    mobile: [
      ...blocks("256 257 259", 9, [2, 3, 2, 2]),
      ...blocks("29", 9, [2, 3, 2, 2], "19"),
      ...blocks("33 44", 9, [2, 3, 2, 2]),
    ],
    fixed: blocks("17", 9, [2, 3, 2, 2], "23"),
    national: ["8 (0{A}) {R-}", "8 0{A} {R-}", "8-0{A}-{R-}", "8(0{A}){R}", "(0{A}) {R-}", "0{A} {R-}"],
    bare: ["80{N}"],
    numeric: ["{C}{N}", "80{N}"],
    codeDigits: CODE_FORMATS,
  },
  UZ: {
    region: "UZ",
    code: "998",
    fixedLength: true,
    mobile: blocks("90 91 93 94 95 97 98 99 88 33", 9, [2, 3, 2, 2]),
    fixed: blocks("71", 9, [2, 3, 2, 2], "22"),
    national: ["{A} {R-}", "({A}) {R-}", "{A} {R_}", "{A}-{R-}", "({A}){R}"],
    bare: ["{N}"],
    numeric: ["{C}{N}", "{N}"],
    codeDigits: CODE_FORMATS,
  },
  US: {
    region: "US",
    code: "1",
    fixedLength: true,
    mobile: blocks("202 206 212 213 214 303 305 312 404 415", 10, [3, 3, 4], "29"),
    fixed: blocks("503 512 602 617 619 646 702 713 718 917", 10, [3, 3, 4], "29"),
    national: ["({A}) {R-}", "{A}-{R-}", "{A}.{R.}", "{A} {R_}", "1-{A}-{R-}", "1 ({A}) {R-}"],
    bare: ["{N}"],
    numeric: ["{N}", "1{N}"],
    codeDigits: ["{C}{N}", "{C}-{A}-{R-}"],
  },
  DE: {
    region: "DE",
    code: "49",
    fixedLength: false,
    mobile: [
      ...blocks("1511 1512 1515 1516 1517 1520 1522 1523 1525 1573 1575 1577 1578 1590", 11, [4, 7]),
      ...blocks("160 162 163 170 171 172 173 174 175 177 178 179", 10, [3, 7]),
    ],
    fixed: [...blocks("30 89 40", 10, [2, 8], "29"), ...blocks("30 89 40", 9, [2, 7], "29")],
    national: ["0{A} {R}", "0{A}/{R}", "0{A}-{R}", "(0{A}) {R}"],
    bare: ["0{N}"],
    numeric: ["{N}"],
    codeDigits: [],
  },
  GB: {
    region: "GB",
    code: "44",
    fixedLength: false,
    mobile: blocks(GB_MOBILE, 10, [4, 6]),
    fixed: [...blocks("20", 10, [2, 4, 4], "78"), ...blocks("161 121 131", 10, [3, 3, 4], "26")],
    national: ["0{A} {R_}", "(0{A}) {R_}", "0{A} {R}", "0{A}-{R-}"],
    bare: ["0{N}"],
    numeric: ["{C}{N}", "{N}"],
    codeDigits: ["{C}{N}", "{C} {A} {R_}"],
  },
};

export function planOf(region: Region): Plan {
  return PLANS[region];
}

/** The region of a number that {@link planOf}'s tables can make; RU and KZ share +7. */
export function regionOf(number: number): Region {
  const digits = String(number);
  if (digits.startsWith("7")) return digits.startsWith("77") || digits.startsWith("76") ? "KZ" : "RU";
  for (const region of REGIONS) if (region !== "KZ" && digits.startsWith(PLANS[region].code)) return region;
  throw new RangeError("a number outside of the simulator's plans");
}
