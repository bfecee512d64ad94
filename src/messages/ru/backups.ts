import type {
  backups as enBackups,
  backupFaults as enFaults,
  backupVerbs as enVerbs,
} from "../en/backups.ts";
import { formats } from "./counts.ts";

const { count, decimal, moment, plural } = formats;

const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${count(Math.max(1, bytes / 1e3))} кБ` : `${decimal(bytes / 1e6)} МБ`;

export const backups: typeof enBackups = {
  size: (p) => sizeOf(p.bytes),
  steps: { copy: "Копирование", check: "Проверка", write: "Запись", read: "Чтение" },
  written: (p) => `Копия записана в ${p.file}: ${sizeOf(p.bytes)}${p.encrypted ? ", зашифрована" : ""}`,
  digest: (p) => `SHA-256 ${p.sha256}`,
  none: "Копий пока нет.",
  missing: "её там нет",
  heads: { at: "СДЕЛАНА (UTC)", kind: "ВИД", size: "РАЗМЕР", file: "ФАЙЛ" },
  kinds: {
    manual: "копия",
    "before-migration": "до обновления",
    "before-restore": "до восстановления",
  },
  backupHolds: (p) => `В ${p.file} ${p.facts}.`,
  replaces: (p) => `В ${p.store} ${p.facts}.`,
  noDatabase: "пока ничего",
  damagedDatabase: "повреждённая база",
  facts: (p) =>
    p.run === null
      ? `нет запусков (${sizeOf(p.bytes)})`
      : `${count(p.runs)} ${plural(p.runs, { one: "запуск", few: "запуска", many: "запусков" })} (${p.sources}), последний ${p.run} от ${moment(p.at)} UTC (${sizeOf(p.bytes)})`,
  ask: {
    newPassphrase: "Парольная фраза копии (без неё копию больше никто не прочитает):",
    again: "Ещё раз:",
    passphrase: "Парольная фраза копии:",
    replace: "Поставить копию на место базы?",
  },
  nothingChanged: "Ничего не изменено.",
  lostWithIt:
    "Что повреждённая база знала о стёртых номерах, о запретах звонить и о том, кто что делал, перенести не удалось: сотрите и запретите заново то, что новее копии.",
  restored: (p) => `Восстановлено из ${p.file}.`,
  kept: (p) => `Прежняя база лежит в ${p.file}; удалите её, когда она больше не нужна.`,
};

export const backupFaults: typeof enFaults = {
  backupNoFile: () => [
    "Не сказано, куда записать копию.",
    "Назовите файл: `datamaster backup numbers.db`; сделанные копии покажет `datamaster backup --list`.",
  ],
  backupOntoItself: (p) => [`${p.file} и есть сама база или её часть.`, "Назовите другой файл."],
  backupMissing: (p) => [
    `Файла ${p.file} нет.`,
    "Куда записывались копии, покажет `datamaster backup --list`.",
  ],
  backupUnreadable: (p) => [`${p.file} не читается.`, "Проверьте, что это файл и что вам можно его читать."],
  backupNone: (p) => [
    `${p.file} не копия этой программы.`,
    "Куда записывались копии, покажет `datamaster backup --list`.",
  ],
  backupDamaged: (p) => [
    `${p.file} повреждён или обрезан: ${p.why}`,
    "Ничего не изменено. Возьмите этот файл из другого места или более старую копию: `datamaster backup --list`.",
  ],
  backupNotOpened: (p) => [
    `${p.file} не открывается этим ключом или парольной фразой.`,
    "Ничего не изменено. Дайте те, для которых копия сделана.",
  ],
  backupNeedsKey: (p) => [`Содержимое ${p.file} зашифровано.`, "Дайте --identity FILE или парольную фразу."],
  backupNeedsIdentity: () => [
    "Копия зашифрована для ключа.",
    "Назовите файл с секретным ключом: --identity key.txt.",
  ],
  backupElsewhere: (p) => [
    "Копию базы PostgreSQL делают и возвращают её собственные программы.",
    `Выполните:\n  ${p.backup}\n  ${p.restore}`,
  ],
  wrongRecipient: (p) => [
    `${p.recipient} не открытый ключ age (${p.why}).`,
    "Он начинается с age1; его печатает `age-keygen`.",
  ],
  wrongIdentity: () => [
    "В файле нет секретного ключа age.",
    "Его строка начинается с AGE-SECRET-KEY-; такой файл пишет `age-keygen -o key.txt`.",
  ],
  identityUnreadable: (p) => [`${p.file} не читается.`, "Назовите файл, который записал `age-keygen -o`."],
  passphraseShort: (p) => [
    `Парольная фраза короче ${p.least} знаков.`,
    "Возьмите четыре-пять случайных слов.",
  ],
  passphrasesDiffer: () => ["Парольные фразы не совпали.", "Выполните команду ещё раз."],
  passphraseNeeded: (p) => [
    "Нужна парольная фраза, а спросить некого.",
    `Впишите её в ${p.variable} (окружение или .env) или назовите ключи: --recipient и --identity.`,
  ],
  yesNeeded: () => ["Спросить, продолжать ли, некого.", "Добавьте --yes, если это то, что нужно."],
  databaseInUse: (p) => [
    `${p.path} открыта в другом процессе.`,
    "Ничего не изменено. Дождитесь его или остановите и выполните ту же команду ещё раз.",
  ],
};

export const backupVerbs: typeof enVerbs = {
  backup: {
    summary: "скопировать базу в файл, можно и во время запуска",
    about:
      "Пишет проверенную копию базы, какой она была в одно мгновение; запуск при этом идёт дальше. Имя на .gz сжимается, " +
      "имя на .age шифруется: для ключей --recipient или настройки backupRecipients, а без них парольной фразой, " +
      "которую спросят или возьмут из DATAMASTER_BACKUP_PASSPHRASE.",
    file: "куда записать",
    encrypt: "зашифровать в формате age",
    recipient: "открытый ключ, для которого шифровать; можно повторять",
    force: "заменить файл, если он есть",
    list: "показать сделанные копии",
    examples: {
      plain: "простая копия",
      recipient: "сжатая и зашифрованная для ключа",
      passphrase: "зашифрованная парольной фразой",
      list: "где они лежат",
    },
  },
  restore: {
    summary: "вернуть копию",
    about:
      "Проверяет копию, показывает, что в ней, и ставит её на место базы. Прежняя база остаётся рядом. " +
      "Запреты звонить, стирания и журнал действий прежней базы остаются в силе.",
    file: "копия",
    identity: "файл с секретным ключом, если копия зашифрована для ключа",
    yes: "не спрашивать",
    examples: { ask: "покажет обе и спросит", identity: "зашифрованную, для скриптов" },
  },
};
