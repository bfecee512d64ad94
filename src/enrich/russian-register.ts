import { told } from "../messages/messages.ts";
import type { RegisterFormat } from "./register-formats.ts";
import { russianTimeZones } from "./russian-time-zones.ts";

/** +7 and a code of three digits; a range is told by the seven digits after them. */
const COUNTRY = 7;
const SUBSCRIBERS = 1e7;

/** The Russian register: four files of one form, ABC-3xx, ABC-4xx, ABC-8xx and DEF-9xx, UTF-8 with `;`. */
export const russianRegister: RegisterFormat = {
  country: "RU",
  blockSize: 1e9,
  blocks: [73, 74, 78, 79],
  separator: ";",
  columns: {
    code: ["АВС/DEF", "АВС", "DEF", "Код"],
    from: ["От"],
    to: ["До"],
    capacity: ["Емкость"],
    operator: ["Оператор"],
    region: ["Регион"],
    territory: ["Территория ГАР", "Территория"],
    taxId: ["ИНН"],
  },
  optional: ["capacity", "territory", "taxId"],
  timeZonesOf: russianTimeZones,
  readRow(cell) {
    const [code, from, to] = [cell("code"), cell("from"), cell("to")];
    if (!/^[3489]\d\d$/.test(code)) return told("rangeCode", { value: code });
    for (const value of [from, to]) if (!/^\d{1,7}$/.test(value)) return told("rangeNumber", { value });
    const [first, last] = [Number(from), Number(to)];
    if (last < first) return told("rangeOrder", { from, to });
    const capacity = cell("capacity").replaceAll(/[\s\u00a0]/g, "");
    if (capacity !== "" && Number(capacity) !== last - first + 1) {
      return told("rangeCapacity", { value: capacity, counted: last - first + 1 });
    }
    if (cell("operator") === "") return told("rangeNobody");
    const base = (COUNTRY * 1000 + Number(code)) * SUBSCRIBERS;
    return {
      from: base + first,
      to: base + last,
      holder: {
        operator: cell("operator"),
        place: placeOf(cell("region")),
        territory: placeOf(cell("territory")),
        taxId: cell("taxId"),
      },
    };
  },
};

/** `г. Улан-Удэ|Республика Бурятия` as `г. Улан-Удэ, Республика Бурятия`. */
function placeOf(text: string): string {
  return text
    .split("|")
    .flatMap((part) => part.trim() || [])
    .join(", ");
}
