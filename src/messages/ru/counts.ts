import { createFormats, type Forms } from "../formats.ts";

export const formats = createFormats("ru", { s: "с", min: "мин", h: "ч", d: "д" });

const counter =
  (one: string, few: string, many: string) =>
  (value: number): string =>
    `${formats.count(value)} ${formats.plural(value, { one, few, many })}`;

/** `1 клиент`, `2 клиента`, `5 клиентов`. */
export const counts = {
  clients: counter("клиент", "клиента", "клиентов"),
  projects: counter("проект", "проекта", "проектов"),
  records: counter("запись", "записи", "записей"),
  numbers: counter("номер", "номера", "номеров"),
  rows: counter("строка", "строки", "строк"),
  lines: counter("строка", "строки", "строк"),
  values: counter("значение", "значения", "значений"),
  entries: counter("запись", "записи", "записей"),
  files: counter("файл", "файла", "файлов"),
  ranges: counter("диапазон", "диапазона", "диапазонов"),
  operators: counter("оператор", "оператора", "операторов"),
  retries: counter("повтор", "повтора", "повторов"),
  tries: counter("попытка", "попытки", "попыток"),
};

/** The same after words that ask for the genitive: `не больше 1 клиента`, `без 5 клиентов`. */
export const genitives = {
  clients: counter("клиента", "клиентов", "клиентов"),
  projects: counter("проекта", "проектов", "проектов"),
};

/** A noun's form alone, for a number that is written elsewhere. */
export function noun(value: number, one: string, few: string, many: string): string {
  const forms: Forms = { one, few, many };
  return formats.plural(value, forms);
}
