/** Before a number. None may end in a digit or a plus. */
export const WORDS_BEFORE = [
  "тел. ",
  "тел.: ",
  "тел ",
  "Тел: ",
  "телефон ",
  "моб. ",
  "моб.",
  "моб: ",
  "раб. ",
  "раб.: ",
  "дом. ",
  "сот. ",
  "т. ",
  "т/ф ",
  "факс ",
  "Мама ",
  "директор - ",
  "phone ",
  "Phone: ",
  "tel. ",
  "mob. ",
  "mobile: ",
  "WhatsApp ",
  "WhatsApp: ",
  "Viber ",
  "Telegram: ",
] as const;

/** After a number, in Cyrillic and without digits: those could be read as more of the number. */
export const NOTES_AFTER = [
  " (мама)",
  " (рабочий)",
  " мама",
  " Ольга",
  " - секретарь",
  " Иван Петрович",
  ", бухгалтерия",
  " звонить вечером",
  " (не звонить!)",
  " это муж",
  " моб.",
  " рабочий",
] as const;

/** After a number, in Latin letters, which keypad readers turn into digits. */
export const LATIN_NOTES_AFTER = [
  " (Axel)",
  " office",
  " (mobile)",
  " home",
  " - Maria",
  " work phone",
  " (WhatsApp)",
] as const;

/** Around extension digits, in forms that Google's library knows. */
export const EXTENSIONS = [
  " доб. ",
  " доб.",
  ", доб. ",
  " доб ",
  " ext. ",
  " ext ",
  " x",
  "x",
  " #",
] as const;

/** Around extension digits, in forms that it does not know. */
export const LOCAL_EXTENSIONS: readonly (readonly [string, string])[] = [
  [" (вн. ", ")"],
  [" вн.", ""],
  [" вн. ", ""],
  [" (доб: ", ")"],
  [" внутр. ", ""],
  [" добавочный ", ""],
];

/** Between two numbers. After ";" the second is never written as digits alone: Google takes those for an extension. */
export const SEPARATORS = [", ", "; ", " / ", "\n", " или ", " и ", " или доп. ", ", раб. "] as const;

export const EMPTY = ["null", '""', '" "', '"-"', '"—"'] as const;

/** Nothing here reads as a number anywhere. */
export const JUNK = [
  "нет телефона",
  "нет",
  "не указан",
  "n/a",
  "N/A",
  "null",
  "?",
  "...",
  "см. договор",
  "см. договор № 12",
  "уточнить у менеджера",
  "ivan.petrov@example.com",
  "sales@example.com",
  "позвонить позже",
  "112",
  "02",
  "0",
  "000",
  "12-34",
  "доб. 123",
  "+",
  "+7",
  "8",
  "тел.",
] as const;

export const VANITY = [
  ["800", "FLOWERS"],
  ["888", "GOFEDEX"],
  ["800", "COLLECT"],
] as const;

export const LABELS = ["мобильный", "рабочий", "домашний", "факс", "work", "mobile"] as const;

export const CONTACTS = [
  "Иван Петров",
  "Ольга Смирнова",
  "Айгуль Касымова",
  "Тарас Шевчук",
  "John Smith",
  "Anna Müller",
  "Директор",
  "Бухгалтерия",
  "Дилшод Каримов",
  "Марина",
] as const;

export const COMPANY_FORMS = ["ООО", "ИП", "АО", "ТОО", "LLC", "ЗАО"] as const;

export const COMPANY_NAMES = [
  "Ромашка",
  "Вектор",
  "Северный ветер",
  "Альфа-Строй",
  "Nord Trade",
  "Гранит",
  "Медиа Плюс",
  "Тёплый дом",
  'Агро "Колос"',
  "Bright & Sons",
  "Логистик",
  "Сибирь",
] as const;

export const PROJECT_NAMES = [
  "Реклама",
  "Весенняя акция",
  "Лиды с сайта",
  "Холодная база",
  "Cold calls",
  "Выставка",
  "Повторные продажи",
  "Webinar",
  "Подписка",
  "Опрос",
] as const;
