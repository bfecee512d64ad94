/** What a word means beside a number. */
export const NAME = 0;
/** A word for a telephone or a way of calling. */
export const PHONE = 1;
export const EXTENSION = 2;
/** The letter x: an extension, or a digit that is hidden. */
export const LETTER_X = 3;
export const DOCUMENT = 4;
export const ORDER = 5;
export const CARD = 6;
export const IBAN = 7;
/** A word before a sum of money. */
export const SUM = 8;
/** A currency, after the sum. */
export const CURRENCY = 9;
/** A word before an hour. */
export const HOUR = 10;
export const MONTH = 11;
/** A word between two numbers. */
export const AND = 12;
/** Part of a link to a messenger or the web. */
const ADDRESS = 13;
/** A word for a number of any kind. */
export const NUMBER = 16;
/** A short word for roubles, which also stands for other things. */
export const ROUBLES = 17;
/** A word behind an hour. */
export const OCLOCK = 18;
/** A word before the number of a house, flat or floor. */
export const PLACE = 19;
/** Letters that look like digits, touching one. */
export const LOOK_ALIKE = 14;
/** Letters that hide digits, touching one. */
export const HIDING = 15;

const LISTS: readonly (readonly [meaning: number, words: string])[] = [
  [
    PHONE,
    "тел телефон телефоны телефона телефону т тлф тф моб мобильный мобил мобила мобайл сот сотовый раб рабочий дом домашний " +
      "факс ф гор городской вотсап ватсап вацап вайбер телега телеграм звоните phone phones tel telephone telefon " +
      "telefono telefone tlf mob mobile mobil movil cell cellular celular handy fax whatsapp viber telegram wa tg " +
      "signal sms contact call тэл конт контакт контактный",
  ],
  [
    EXTENSION,
    "доб добав добавоч добавочный вн внутр внутренний ext extn extension exten int anexo ramal interno poste wewn wew dahili durchwahl dw ramal дод extensión extensao 内線 转 分机 uzantı",
  ],
  [LETTER_X, "x х"],
  [NUMBER, "номер номера ном num number no nr nummer n id сбербанк сбербанка сбера тинькофф втб"],
  [
    DOCUMENT,
    "инн пасп загранпаспорт серия расч корр омс сер снилс єдрпоу едрпоу іпн іпп рнокпп cpf cnpj aadhaar pan steuernummer idnr ustidnr license licence ni tax огрн огрнип кпп бик окпо окато октмо оквэд снилс паспорт бин иин уин укп рнн унп inn ogrn kpp bik snils " +
      "vat passport ssn tin ein iin bin vin кадастр кадастровый isbn ean gtin штрихкод imei бик swift bic uuid",
  ],
  [
    ORDER,
    "дог полис сделка сделки трек тендер inv po case acct acc tracking vertrag kundennr kunde договор договора договору договоре заказ заказа заказу счет счета счету фактура накладная заявка лицевой account auftrag rechnung rechnungsnr bestellung заявка заявки акт артикул " +
      "арт чек квитанция обращение тикет лот invoice order contract ticket sku receipt bill ref reference item",
  ],
  [CARD, "карта карты карту карте card visa mastercard mc мир"],
  [IBAN, "iban"],
  [
    SUM,
    "цена цены сумма сумму стоимость оплата итого всего долг бюджет оклад price sum total amount cost budget",
  ],
  [
    CURRENCY,
    "rs inr brl rmb cny try aed pln chf jpy руб рубль рубля рублей рублеи rub rur тенге тг kzt грн uah сум сумов uzs byn usd eur gbp долл долларов евро тыс млн коп dollars euro euros",
  ],
  [
    HOUR,
    "с до после по в от к около часы время звонить режим from to till until after before at between by hours пн вт ср чт пт сб вс mon tue wed thu fri sat sun",
  ],
  [
    MONTH,
    "januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre enero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября " +
      "октябрь октября ноябрь ноября декабрь декабря january february march april may june july august september october november december " +
      "jan feb mar apr jun jul aug sep sept oct nov dec",
  ],
  [AND, "и или либо та або чи і or and und oder et ou y e o i u lub oraz veya ve of en"],
  [ROUBLES, "р"],
  [OCLOCK, "am pm ч час часа часов утра вечера uhr"],
  [
    PLACE,
    "кв квартира д оф офис ул стр корп корпус этаж подъезд каб кабинет комн apt apartment room floor suite unit",
  ],
  [ADDRESS, "http https www me callto skype ftp"],
];

/** Words that are phone words and also begin links. */
const LINKING = new Set("ftp wa tel sms viber whatsapp tg t api web http https www callto skype".split(" "));
const SLOTS = 1024;
const MAX_WORD = 16;

const slotHash = new Int32Array(SLOTS);
const slotMeaning = new Uint8Array(SLOTS);
const slotLinks = new Uint8Array(SLOTS);
const slotWord: string[] = [];
let filled = false;

/** One step of the hash of a word over its lower-case units. */
export function stepHash(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
}

function fill(): void {
  filled = true;
  for (const [meaning, words] of LISTS) for (const word of words.split(" ")) put(word, meaning);
  for (const word of LINKING) put(word, NAME);
}

function put(word: string, meaning: number): void {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = stepHash(hash, word.charCodeAt(i));
  let slot = slotOf(hash);
  while (slotWord[slot] !== undefined && slotWord[slot] !== word) slot = (slot + 1) & (SLOTS - 1);
  if (slotWord[slot] === undefined) slotMeaning[slot] = meaning;
  slotWord[slot] = word;
  slotHash[slot] = hash;
  if (LINKING.has(word)) slotLinks[slot] = 1;
}

/** The slot of a word by its hash and lower-case units, -1 where it is not listed. */
export function slotOfWord(hash: number, units: Uint16Array, start: number, end: number): number {
  if (!filled) fill();
  if (end - start > MAX_WORD) return -1;
  for (let slot = slotOf(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
    const word = slotWord[slot];
    if (word === undefined) return -1;
    if (slotHash[slot] === hash && isSame(word, units, start, end)) return slot;
  }
}

function isSame(word: string, units: Uint16Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (units[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

export function meaningOf(slot: number): number {
  return slot < 0 ? NAME : (slotMeaning[slot] ?? NAME);
}

/** True for words that begin links when a colon, dot or slash comes right after them. */
export function mayLink(slot: number): boolean {
  return slot >= 0 && slotLinks[slot] === 1;
}

/** Letters that are written for a digit, by the letter. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  O: "0",
  o: "0",
  О: "0",
  о: "0",
  l: "1",
  I: "1",
};
const HIDES = "QDiBВSsZzgqБбЗзXxХх";
const LOOKS = 1;
const MAY_HIDE = 2;
const letterBits = new Uint8Array(0x500);
let lettersFilled = false;

/** 3 for a letter that looks like a digit, 2 for one that may hide one, 0 for others. */
export function lookBits(unit: number): number {
  if (!lettersFilled) {
    lettersFilled = true;
    for (const letter of Object.keys(LOOKS_LIKE)) letterBits[letter.charCodeAt(0)] = LOOKS | MAY_HIDE;
    for (const letter of HIDES) letterBits[letter.charCodeAt(0)] = MAY_HIDE;
  }
  return letterBits[unit] ?? 0;
}

/** The digit that a letter is written for. */
export function digitLike(letter: string): string {
  return LOOKS_LIKE[letter] ?? letter;
}
