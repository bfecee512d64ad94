/** What a table or column may be about. */
export type Thing =
  | "phone"
  | "project"
  | "client"
  | "run"
  | "key"
  | "outside"
  | "name"
  | "country"
  | "begin"
  | "end";

/** A link says which phone is in which project. */
export type TableThing = Thing | "link";

/** How the words for it begin: English, Russian in Latin letters, Russian. Short ones must be the whole word. */
const STEMS: Readonly<Record<Thing, RegExp>> = {
  phone: /^(phone|tel$|telef|teleph|nomer|number|msisdn|mobil|e164|contact_?num|телеф|номер|тел$)/,
  project: /^(proj|proe[kc]t|proyek|deal|lead|campaign|sdelk|проект|сделк)/,
  client: /^(client|klient|customer|compan|kontragent|zakazch|account|клиент|контраг|компани|заказч)/,
  run: /^(run$|runs$|session|job|scan|crawl|zapusk|progon|obhod|obkhod|vygruz|запуск|прогон|обход|выгруз)/,
  key: /^(id$|key$|kod$|pk$|ид$|код$|rowid$)/,
  outside: /^(crm|ext$|external|remote|outer|vnesh|внеш|uid$|guid$|uuid$|bitrix|amo)/,
  name: /^(name|title|nazv|imya|imia|naimen|назв|имя|наимен)/,
  country: /^(country|strana|region|iso$|страна|регион)/,
  begin:
    /^(first|start|begin|began|created?|added|insert|found|seen|nachal|nachat|sozdan|dobavlen|data$|date$|time$|vremya|timestamp|ts$|нач|созд|добав|дата$|время)/,
  end: /^(last|end|ended|finish|stop|complet|closed|updated|modif|konets|konec|okonch|zaversh|obnov|posled|конец|оконч|заверш|обнов|послед)/,
};

/** True where one of the words of a name is about it: `client_id`, `clientId`, `IDKlienta`. */
export function isCalled(name: string, thing: Thing): boolean {
  return wordsOf(name).some((word) => STEMS[thing].test(word));
}

/** What a table is a list of, by its name alone. */
export function thingOfTable(name: string): TableThing | null {
  const joined = name.toLowerCase();
  const holds = (thing: Thing): boolean => isCalled(name, thing);
  const hasBoth = holds("phone") || /phone|telef|nomer|телеф|номер/.test(joined);
  if (hasBoth && (holds("project") || /proj|proe[kc]t|проект/.test(joined))) return "link";
  for (const thing of ["run", "phone", "project", "client"] as const) if (holds(thing)) return thing;
  return null;
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
