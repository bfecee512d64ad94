import type {
  erasureFaults as english,
  erasing as englishErasing,
  subject as englishSubject,
} from "../en/erasure.ts";
import { counts, formats, noun } from "./counts.ts";

export const erasing: typeof englishErasing = {
  title: ({ count }) => `В хранилище о ${count === 1 ? "номере" : `номерах (${count})`}:`,
  labels: {
    numbers: "номеров, которые есть или были в проектах",
    places: "строк истории",
    rejected: "исходных значений без номера",
    texts: "имён, меток, причин сбоев",
    pages: "страниц незаконченных запусков",
    suppressed: "записей списка «не звонить»",
    erasedBefore: "номеров, стёртых раньше",
  },
  sure: "Стереть всё это? Отменить будет нельзя.",
  files: {
    holds: {
      deleted: "Файлы, где есть такой номер; они тоже удаляются:",
      kept: "Файлы, где есть такой номер; они остаются (--keep-files):",
    },
    closed: {
      deleted: "Файлы, в которые не заглянуть; они тоже удаляются (--delete-locked):",
      kept: "Файлы, в которые не заглянуть (зашифрованные копии, например); они остаются (--delete-locked удалит):",
    },
  },
  missing: ({ count }) =>
    `${counts.files(count)} выгрузок уже не там, куда их записали: за копиями следите сами.`,
  done: ({ count, files }) =>
    `${noun(count, "Стёрт", "Стёрто", "Стёрто")} ${counts.numbers(count)}` +
    (files === 0 ? "." : `, ${noun(files, "удалён", "удалено", "удалено")} ${counts.files(files)}.`),
  left: ({ file }) => `Остался файл: ${file}`,
  notDone: ({ count }) =>
    `Из хранилища ${noun(count, "стёрт", "стёрто", "стёрто")} ${counts.numbers(count)}, но дело не кончено: в файлах выше они есть или могут быть.`,
  elsewhere: "В CRM всё осталось как было: удалите и там. Сюда это не вернётся.",
  allowed: ({ count }) =>
    count === 0
      ? "Ни один из них не был стёрт."
      : `Со следующим запуском ${noun(count, "может", "могут", "могут")} вернуться ${counts.numbers(count)}.`,
};

export const subject: typeof englishSubject = {
  texts: "Тексты, где он есть",
  where: {
    client: "имя клиента",
    project: "имя проекта",
    rejected: "исходное значение",
    label: "метка или контакт",
    quarantine: "причина сбоя",
    suppression: "причина в списке «не звонить»",
  },
  files: "Файлы",
  states: { holds: "номер в нём есть", closed: "заглянуть нельзя" },
  else: "Ещё",
  erased: ({ at }) => `стёрт ${formats.moment(at)} UTC и не вернётся`,
  suppressed: ({ since, who, reason }) =>
    `звонить нельзя: с ${formats.moment(since)} UTC, внёс ${who}${reason === null ? "" : `, ${reason}`}`,
  pages: ({ count }) => `в сохранённых страницах незаконченных запусков: ${formats.count(count)}`,
};

const KEY = "ключ, по которому узнаются стёртые номера,";
const WHY = "Без него стёртые номера вернулись бы со следующим сбором.";

export const erasureFaults: typeof english = {
  keyMissing: (p) => [
    `Из этой базы стирали номера, а ${KEY} не найден: ${p.file}`,
    `Верните файл из копии или укажите, где он, в настройке \`tombstoneKeyFile\`. ${WHY}`,
  ],
  keyOther: (p) => [
    `Номера из этой базы стирали с другим ключом, чем в файле ${p.file}.`,
    `Верните нужный файл или укажите, где он, в настройке \`tombstoneKeyFile\`. ${WHY}`,
  ],
  keyNoKey: (p) => [
    `${p.file} — не ключ: в нём должно быть 64 шестнадцатеричные цифры.`,
    "Верните файл из копии или укажите другой в настройке `tombstoneKeyFile`.",
  ],
  keyUnusable: (p) => [
    `Файл с ключом стёртых номеров не прочитать или не записать: ${p.file}: ${p.why}`,
    "Разрешите его читать и писать или укажите другой в настройке `tombstoneKeyFile`.",
  ],
  linesUnread: (p) => [
    `${p.count === 1 ? "В строке нет номера" : `Нет номера в строках (${p.count})`}: ${p.lines}. Ничего не сделано.`,
    "Исправьте их или назовите регион номеров без кода страны: --region.",
  ],
  eraseUnconfirmed: () => [
    "Ничего не стёрто: никто не подтвердил.",
    "Повторите с --yes или в терминале, где спросят.",
  ],
  eraseRefused: () => ["Ничего не стёрто."],
  wipeBusy: (p) => [
    `Другой процесс читает ${p.path}: старые байты стёртого могли в нём остаться.`,
    "Дождитесь конца другой команды и повторите то же стирание: оно доделает работу.",
  ],
};
