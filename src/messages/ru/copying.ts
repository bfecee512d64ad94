import type { copyFaults as english } from "../en/copying.ts";
import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count, duration } = formats;

/** Что говорит `db copy`. */
export const copying: Messages["copying"] = {
  step: ({ step, table, rows, of }) =>
    `${step === "copying" ? "Копирование" : "Сверка"}, ${table}: ${count(rows)} из ${counts.rows(of)}`,
  done: ({ to, rows, tables, time }) =>
    `Скопировано за ${duration(time)} в ${to}: ${counts.rows(rows)}, таблиц ${count(tables)}. Копия сверена и совпадает.`,
  hash: ({ hash }) => `SHA-256 строк: ${hash}`,
  next: "Чтобы дальше работать с копией, укажите её в `--db` или в `store:` в настройках.",
};

export const copyFaults: typeof english = {
  copySame: ({ store }) => [`Базу нельзя скопировать в неё саму (${store}).`, "Укажите другую после `--to`."],
  copyNotEmpty: ({ path }) => [
    `${path}: там уже есть данные; туда ничего не записано.`,
    "Копируйте в новую базу: в другой файл или в другую схему сервера (`?schema=NAME`).",
  ],
  copyDiffers: ({ table, copied, rows }) => [
    `Копия таблицы ${table} не та, что прочитана (${count(copied)} из ${counts.rows(rows)}); от копии ничего не оставлено.`,
    "Проверьте базу (`datamaster doctor --full`) и повторите.",
  ],
};
