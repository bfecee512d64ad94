import { readByGoogle } from "./corpus-draw.ts";
import type { Chance } from "./sample.ts";

/** What is no phone number, and the regions it is typed in; the label is the reason. */
export interface JunkKind {
  readonly kind: string;
  readonly label: string;
  readonly regions: readonly string[];
  readonly count: number;
  readonly make: (chance: Chance, region: string) => string;
  /** Nothing but its digits tells what it is: left out where they could be a phone number as well. */
  readonly bare?: boolean;
}

const EVERYWHERE = ["RU", "US", "DE", "KZ", "UA", "GB", "FR", "BR", "IN"] as const;
const two = (value: number): string => String(value).padStart(2, "0");
const upTo = (chance: Chance, from: number, to: number): number => from + chance.below(to - from + 1);
/** `count` digits, the first of them no zero. */
const digits = (chance: Chance, count: number): string => `${1 + chance.below(9)}${chance.digits(count - 1)}`;
const grouped = (text: string, sign: string): string => text.replaceAll(/\B(?=(\d{3})+$)/g, sign);

function date(chance: Chance, region: string): string {
  const day = two(upTo(chance, 1, 28));
  const month = two(upTo(chance, 1, 12));
  const year = upTo(chance, 1950, 2035);
  const time = `${two(chance.below(24))}:${two(chance.below(60))}`;
  const short = region === "US" ? `${month}/${day}/${year}` : `${day}.${month}.${year}`;
  return chance.pick([
    short,
    `${year}-${month}-${day}`,
    `${day}/${month}/${year}`,
    `${year}.${month}.${day}`,
    `${short} ${time}`,
    `${year}-${month}-${day}T${time}:00Z`,
    `${year}-${month}-${day} ${time}:15`,
  ]);
}

function time(chance: Chance): string {
  const [from, to] = [two(chance.below(12)), two(12 + chance.below(12))];
  const minute = two(chance.below(60));
  return chance.pick([
    `${from}:${minute}`,
    `${to}:${minute}:00`,
    `${from}:00-${to}:00`,
    `${from}:00 - ${to}:00`,
    `${from}:${minute}-${to}:${minute}`,
  ]);
}

const MONEY = {
  RU: ["% руб.", "% рублей", "% ₽", "%,00 руб.", "сумма % руб.", "% RUB"],
  US: ["$%", "% USD", "$ %", "$%.00"],
  DE: ["% €", "€ %", "% EUR", "%,00 €"],
  KZ: ["% тг", "% тенге", "% ₸"],
  UA: ["% грн", "% грн.", "% UAH"],
  GB: ["£%", "£%.00", "GBP %"],
  FR: ["% €", "%,00 €", "% EUR"],
  BR: ["R$ %", "R$ %,00", "BRL %"],
  IN: ["₹ %", "Rs. %", "INR %"],
} as const;

function price(chance: Chance, region: string): string {
  const form = MONEY[region as keyof typeof MONEY] ?? MONEY.US;
  const amount = digits(chance, upTo(chance, 4, 10));
  const sign = region === "US" || region === "GB" || region === "IN" ? "," : region === "RU" ? " " : ".";
  return chance.pick(form).replace("%", chance.next() < 0.6 ? grouped(amount, sign) : amount);
}

/** 16 digits with Luhn's check digit. */
function card(chance: Chance): string {
  const body = chance.pick(["4276", "2202", "5469", "4111", "5105", "2200"]) + chance.digits(11);
  const sum = [...body].reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const whole = body + ((10 - (sum % 10)) % 10);
  return chance.pick([whole, whole.replaceAll(/\d{4}\B/g, "$& "), whole.replaceAll(/\d{4}\B/g, "$&-")]);
}

const IBANS: readonly [readonly [string, number], ...(readonly [string, number])[]] = [
  ["DE", 18],
  ["GB", 0],
  ["FR", 23],
  ["PL", 24],
  ["ES", 20],
  ["KZ", 16],
];

/** With the check digits of ISO 13616. */
function iban(chance: Chance): string {
  const [country, length] = chance.pick(IBANS);
  const account = country === "GB" ? `NWBK${chance.digits(14)}` : chance.digits(length);
  const values = [...`${account}${country}00`].map((sign) => Number.parseInt(sign, 36)).join("");
  const whole = `${country}${two(98 - Number(BigInt(values) % 97n))}${account}`;
  return chance.pick([whole, whole.replaceAll(/.{4}\B/g, "$& "), `IBAN ${whole}`, `IBAN: ${whole}`]);
}

/** The check digit of a Russian tax number: weighted sum modulo 11 modulo 10. */
function taxDigit(text: string, weights: readonly number[]): number {
  return (weights.reduce((sum, weight, i) => sum + weight * Number(text.charAt(i)), 0) % 11) % 10;
}

function inn(chance: Chance): string {
  const body = two(upTo(chance, 1, 77)) + chance.digits(7);
  return body + taxDigit(body, [2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

function personalInn(chance: Chance): string {
  const body = two(upTo(chance, 1, 77)) + chance.digits(8);
  const first = body + taxDigit(body, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return first + taxDigit(first, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
}

function ogrn(chance: Chance): string {
  const body = `1${two(upTo(chance, 2, 24))}${two(upTo(chance, 1, 77))}${chance.digits(7)}`;
  return body + ((Number(body) % 11) % 10);
}

function snils(chance: Chance): string {
  const body = digits(chance, 9);
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (9 - i), 0) % 101;
  return `${body.slice(0, 3)}-${body.slice(3, 6)}-${body.slice(6)} ${two(sum % 100)}`;
}

function russianDocument(chance: Chance): string {
  return chance.pick([
    () => `ИНН ${inn(chance)}`,
    () => `ИНН: ${personalInn(chance)}`,
    () => `ИНН/КПП ${inn(chance)}/${digits(chance, 9)}`,
    () => `ОГРН ${ogrn(chance)}`,
    () => `КПП ${digits(chance, 9)}`,
    () => `БИК 04${chance.digits(7)}`,
    () => `СНИЛС ${snils(chance)}`,
    () => `паспорт ${two(upTo(chance, 1, 99))} ${two(upTo(chance, 0, 24))} ${digits(chance, 6)}`,
    () => `паспорт ${digits(chance, 4)} ${digits(chance, 6)}`,
    () => `р/с 40702810${chance.digits(12)}`,
  ])();
}

const ORDERS = {
  RU: ["договор № %", "заказ %", "заказ № %", "счёт № %", "заявка № %", "ID %", "накладная № %"],
  US: ["Order #%", "order %", "Invoice %", "invoice #%", "ticket #%", "ID: %"],
  DE: ["Rechnung %", "Auftrag %", "Bestellung %"],
} as const;

function order(chance: Chance, region: string): string {
  const forms = ORDERS[region as keyof typeof ORDERS] ?? ORDERS.US;
  return chance.pick(forms).replace("%", digits(chance, upTo(chance, 6, 10)));
}

function ipAddress(chance: Chance): string {
  const octets = Array.from({ length: 4 }, () => upTo(chance, 1, 254)).join(".");
  return chance.pick([octets, octets, `${octets}:8080`, `ip ${octets}`]);
}

function coordinates(chance: Chance): string {
  const [latitude, longitude] = [upTo(chance, 35, 69), upTo(chance, 10, 99)];
  const [a, b] = [digits(chance, 6), digits(chance, 6)];
  return chance.pick([`${latitude}.${a}, ${longitude}.${b}`, `${latitude}.${a},${longitude}.${b}`]);
}

function email(chance: Chance): string {
  const user = chance.pick(["ivan", "anna.k", "info", "7916", "sales+"]);
  return `${user}${digits(chance, upTo(chance, 4, 10))}@${chance.pick(["mail.example", "firma.example"])}`;
}

function link(chance: Chance): string {
  const path = chance.pick(["deals/", "contacts/", "?id=", "phone/+7", "client?phone_id="]);
  return `${chance.pick(["https://", "http://"])}crm.example/${path}${digits(chance, upTo(chance, 7, 11))}`;
}

const HEX = "0123456789abcdef";
const hex = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => HEX.charAt(chance.below(16))).join("");

function code(chance: Chance): string {
  return chance.pick([
    () => [8, 4, 4, 4, 12].map((count) => hex(chance, count)).join("-"),
    () => hex(chance, 32),
    () => `XTA21099${chance.digits(1)}Y${chance.digits(7)}`,
    () => `ISBN 978-5-${chance.digits(2)}-${chance.digits(6)}-${chance.digits(1)}`,
    () => `EAN 460${chance.digits(10)}`,
    () => `IMEI 35${chance.digits(13)}`,
    () => `v${upTo(chance, 1, 9)}.${chance.below(20)}.${chance.below(500)}`,
    () => `${chance.below(100)},${chance.digits(1)}%`,
    () => `${upTo(chance, 100, 999)}x${upTo(chance, 100, 999)}x${upTo(chance, 100, 999)}`,
  ])();
}

function short(chance: Chance): string {
  return chance.pick([
    () => digits(chance, upTo(chance, 4, 5)),
    () => `${chance.digits(2)}-${chance.digits(2)}-9${chance.digits(1)}`,
    () => `+7 ${chance.digits(3)}`,
    () => `кв. ${chance.digits(2)}`,
  ])();
}

function long(chance: Chance): string {
  return digits(chance, upTo(chance, 21, 30));
}

/** All kinds of what is no phone number. */
export const JUNK_KINDS: readonly JunkKind[] = [
  { kind: "dates", label: "date", regions: EVERYWHERE, count: 7, make: date },
  { kind: "times", label: "time", regions: EVERYWHERE, count: 4, make: time },
  { kind: "prices", label: "price", regions: EVERYWHERE, count: 7, make: price },
  { kind: "cards", label: "card", regions: EVERYWHERE, count: 4, make: card, bare: true },
  { kind: "iban", label: "iban", regions: EVERYWHERE, count: 4, make: iban },
  { kind: "documents", label: "document", regions: ["RU"], count: 60, make: russianDocument },
  { kind: "documents", label: "document", regions: ["RU"], count: 12, make: ogrn, bare: true },
  { kind: "documents", label: "document", regions: ["RU"], count: 12, make: snils, bare: true },
  { kind: "orders", label: "order", regions: ["RU", "US", "DE"], count: 14, make: order },
  { kind: "ip-addresses", label: "ip-address", regions: EVERYWHERE, count: 5, make: ipAddress },
  { kind: "coordinates", label: "coordinates", regions: EVERYWHERE, count: 4, make: coordinates },
  { kind: "e-mails", label: "email", regions: EVERYWHERE, count: 3, make: email },
  { kind: "links", label: "link", regions: EVERYWHERE, count: 3, make: link },
  { kind: "codes", label: "none", regions: EVERYWHERE, count: 6, make: code },
  { kind: "too-short", label: "too-short", regions: ["RU"], count: 20, make: short },
  { kind: "too-long", label: "too-long", regions: EVERYWHERE, count: 2, make: long },
];

/** Whether the digits alone could be a phone number of the region or, with a plus, of any. */
export function couldBePhone(raw: string, region: string): boolean {
  const all = raw.replaceAll(/\D/g, "");
  return readByGoogle(raw, region) !== null || readByGoogle(`+${all}`, null) !== null;
}
