import type { Messages } from "../messages.ts";
import { counts, formats } from "./counts.ts";

const { count } = formats;

/** Что говорит `suppress`. */
export const suppressing: Messages["suppressing"] = {
  added: ({ changed, unchanged, suppressed }) =>
    `Внесено: ${counts.numbers(changed)}${unchanged === 0 ? "" : `, уже были в списке: ${count(unchanged)}`}. Теперь нельзя звонить: ${counts.numbers(suppressed)}.`,
  removed: ({ changed, unchanged, suppressed }) =>
    `Убрано: ${counts.numbers(changed)}${unchanged === 0 ? "" : `, не было в списке: ${count(unchanged)}`}. Теперь нельзя звонить: ${counts.numbers(suppressed)}.`,
  unreadable: (p) => `Нет номера: ${counts.lines(p.count)}:`,
  line: ({ line, text }) => `строка ${line}: ${text}`,
  more: (p) => `и ещё ${count(p.count)}`,
  none: "В списке нет ни одного номера.",
  shown: ({ shown, all }) => `${count(shown)} из ${count(all)}: --csv или --json покажут все.`,
  heads: { phone: "НОМЕР", since: "С КАКОГО ВРЕМЕНИ (UTC)", who: "КТО ВНЁС", reason: "ПРИЧИНА" },
};

type Verbs = "suppress" | "suppressAdd" | "suppressRemove" | "suppressImport" | "suppressList";

export const suppressVerbs: Pick<Messages["verbs"], Verbs> = {
  suppress: {
    summary: "номера, на которые нельзя звонить",
    about:
      "Ведёт список номеров, на которые нельзя звонить. В выгрузках их нет, если не просить их через --include-suppressed; " +
      "`collect` --skip-suppressed их даже не сохраняет.",
    examples: { add: "спросит номер", import: "список в любом написании", list: "что в нём есть" },
  },
  suppressAdd: {
    summary: "внести номера в список",
    about:
      "Вносит номера в список тех, на которые нельзя звонить, в любом написании. У тех, что в нём уже есть, причина остаётся прежней.",
    numbers:
      "номера: на этой машине их могут увидеть в списке процессов; без них или с «-» номер спросят или прочтут список из stdin",
    reason: "причина, хранится с каждым из них",
    region: "страна номеров без кода страны (по умолчанию страны источников); можно повторять",
    examples: { ask: "спросит номер", list: "по номеру в строке", one: "в командной строке" },
  },
  suppressRemove: {
    summary: "убрать номера из списка",
    about: "Убирает номера из списка: на них снова можно звонить.",
    reason: "причина, останется в журнале аудита",
    examples: { ask: "спросит номер", list: "по номеру в строке" },
  },
  suppressImport: {
    summary: "внести в список номера из файла",
    about:
      "Читает текст по номеру в строке или столбец CSV, сжатый или нет, в любом написании, и вносит номера в список. " +
      "Значения без номера сосчитаны и показаны со скрытыми цифрами.",
    file: "файл; «-» им не считается: stdin читает `suppress add -`",
    column: "номер столбца или его имя в заголовке (по умолчанию 1)",
    examples: { plain: "по номеру в строке", column: "столбец CSV" },
  },
  suppressList: {
    summary: "показать список",
    about:
      "Показывает номера, на которые нельзя звонить: с каких пор, кто внёс и почему. Показ отмечается в журнале аудита.",
    csv: "все в CSV: `phone,since,who,reason`",
    limit: "не больше стольких (по умолчанию 20, с --csv и --json все)",
    examples: { look: "первые из них", csv: "для обзвона", json: "для программ" },
  },
};

export const suppressFaults: Pick<Messages["told"], "listHoldsNone" | "listUnreadable"> = {
  listHoldsNone: ({ read, column }) => [
    `Ни в одном значении столбца ${column} нет номера (прочитано ${counts.values(read)}): ничего не изменено.`,
    "Укажите нужный столбец через --column, а страну номеров без кода страны через --region.",
  ],
  listUnreadable: ({ file, why }) => [`Файл ${file} не удаётся прочитать: ${why}`],
};
