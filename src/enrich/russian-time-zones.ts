/**
 * Zones by the beginnings of words in a region's name. Zones that show the same clock go by one name, as in the tables
 * that come with the program: Saratov is Europe/Samara, Tomsk Asia/Novosibirsk.
 */
const ZONES: Readonly<Record<string, string>> = {
  "Europe/Kaliningrad": "калининград",
  "Europe/Moscow":
    "москв москов санкт-петербург ленинград адыге архангел белгород брян владимир волгоград волог воронеж дагестан иванов " +
    "ингуш кабардин калмык калуж карачаев карел киров коми костром краснодар крым курск липец марий мордов мурман ненецк " +
    "нижегород новгород орлов осети пенз псков ростов рязан севастопол смолен ставропол тамбов татарстан твер тул чечен чуваш ярослав",
  "Europe/Samara": "самар удмурт астрахан саратов ульянов",
  "Asia/Yekaterinburg": "свердлов челябин тюмен курган оренбург перм башкор ханты-мансий ямало-ненец",
  "Asia/Omsk": "омск",
  "Asia/Novosibirsk": "новосибир алтай томск кемеров кузбасс",
  "Asia/Krasnoyarsk": "краснояр хакас тыва тува",
  "Asia/Irkutsk": "иркут бурят",
  "Asia/Yakutsk": "якут амурск забайкал",
  "Asia/Vladivostok": "примор хабаров еврейск якут",
  "Asia/Magadan": "магадан якут",
  "Asia/Sakhalin": "сахалин",
  "Asia/Kamchatka": "камчат",
  "Asia/Anadyr": "чукот",
};

/** The time zones of a place in the Russian register; empty for one that is not known, or that is the whole country. */
export function russianTimeZones(place: string): readonly string[] {
  // The region stands last; before it are cities and districts, whose names may be like another region's.
  const region = (place.split(", ").at(-1) ?? "").toLowerCase();
  return Object.entries(ZONES).flatMap(([zone, beginnings]) =>
    beginnings.split(" ").some((beginning) => beginsWord(region, beginning)) ? zone : [],
  );
}

function beginsWord(text: string, beginning: string): boolean {
  for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, at + 1)) {
    if (!/[\p{L}-]/u.test(text[at - 1] ?? " ")) return true;
  }
  return false;
}
