import type { Cell, Column, ColumnKind, ColumnName } from "./columns.ts";
import { type ZipEntry, zipped } from "./zip.ts";

/** What Excel takes in a cell at most. */
const MAX_CELL = 32_767;
/** What it takes in a sheet at most. */
const MAX_ROWS = 1_048_576;
/** Characters, so that a sheet stays below the 4 GB of an archive's file, whatever they are. */
const MAX_LENGTH = 1_000_000_000;
/** Characters gathered before they are handed on. */
const CHUNK_LENGTH = 64 * 1024;

/** Styles by their place in {@link STYLES}. Cells of people's texts stay texts when somebody edits them; times are real dates, in UTC. */
const STYLE_OF: Readonly<Record<ColumnKind, number>> = { word: 0, truth: 0, phone: 1, text: 1, time: 2 };
/** In characters, as Excel counts them. */
const WIDTHS: Readonly<Record<ColumnKind, number>> = { phone: 20, time: 20, truth: 11, word: 16, text: 28 };
const OWN_WIDTHS: Readonly<Partial<Record<ColumnName, number>>> = {
  region: 9,
  type: 22,
  client_id: 12,
  project_id: 12,
  record: 12,
};
const DAY_MS = 86_400_000;
/** Days from the spreadsheets' day 0 to 1970-01-01. */
const EPOCH_DAY = 25_569;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** General, text, a time; the formats 0 and 49 are known to every program. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="3">${[0, 49, 164].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join("")}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * A workbook (ECMA-376) as bytes, streamed: a sheet with a frozen header, a further one past 1,048,576 rows. Every cell but
 * times is a string, so that none can be a formula.
 */
export async function* xlsxChunks(
  rows: Iterable<readonly Cell[]>,
  columns: readonly Column[],
  sheet: string,
  maxRowsPerSheet = MAX_ROWS,
): AsyncGenerator<Uint8Array> {
  const all = rows[Symbol.iterator]();
  try {
    yield* zipped(parts(new SheetWriter(all, columns, maxRowsPerSheet), sheet));
  } finally {
    all.return?.();
  }
}

/** Sheets first: how many there are, nobody knows before the last row. */
function* parts(sheets: SheetWriter, name: string): Generator<ZipEntry> {
  let count = 0;
  do yield { name: `xl/worksheets/sheet${++count}.xml`, chunks: sheets.next() };
  while (sheets.hasMore);
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  yield part("xl/styles.xml", STYLES);
  yield part(
    "xl/workbook.xml",
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers
      .map((n) => `<sheet name="${n === 1 ? name : `${name}_${n}`}" sheetId="${n}" r:id="rId${n}"/>`)
      .join("")}</sheets></workbook>`,
  );
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const related = (inside: string) =>
    `<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`;
  const ofSheets = numbers.map((n) => relation(n, "worksheet", `worksheets/sheet${n}.xml`));
  yield part(
    "xl/_rels/workbook.xml.rels",
    related(ofSheets.join("") + relation(count + 1, "styles", "styles.xml")),
  );
  yield part("_rels/.rels", related(relation(1, "officeDocument", "xl/workbook.xml")));
  const override = (file: string, kind: string) =>
    `<Override PartName="/xl/${file}.xml" ContentType="${KIND}.${kind}+xml"/>`;
  yield part(
    "[Content_Types].xml",
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>${override("workbook", "sheet.main")}${override("styles", "styles")}${numbers
      .map((n) => override(`worksheets/sheet${n}`, "worksheet"))
      .join("")}</Types>`,
  );
}

function part(name: string, xml: string): ZipEntry {
  return { name, chunks: [xml.startsWith(XML) ? xml : XML + xml] };
}

/** Writes rows as sheets, one after the other; each is to be read to its end before the next is asked for. */
class SheetWriter {
  readonly #rows: Iterator<readonly Cell[]>;
  readonly #columns: readonly Column[];
  readonly #maxRows: number;
  readonly #head: string;
  readonly #header: string;
  /** By the column: what a cell begins with before its row's number, and after it. */
  readonly #opening: readonly (readonly [string, string])[];
  readonly #dates = new Map<string, string>();
  #coming: IteratorResult<readonly Cell[]> | null = null;

  constructor(rows: Iterator<readonly Cell[]>, columns: readonly Column[], maxRows: number) {
    this.#rows = rows;
    this.#columns = columns;
    this.#maxRows = maxRows;
    this.#head = sheetHead(columns);
    this.#opening = columns.map(({ kind }, at) => {
      const style = STYLE_OF[kind] === 0 ? "" : ` s="${STYLE_OF[kind]}"`;
      return [`<c r="${letters(at)}`, kind === "time" ? `"${style}><v>` : `"${style} t="inlineStr"><is><t`];
    });
    const names = columns.map(
      ({ name }, at) => `<c r="${letters(at)}1" t="inlineStr"><is><t>${name}</t></is></c>`,
    );
    this.#header = `<row r="1">${names.join("")}</row>`;
  }

  get hasMore(): boolean {
    return this.#coming !== null && this.#coming.done !== true;
  }

  *next(): Generator<string> {
    let chunk = this.#head + this.#header;
    let length = 0;
    this.#coming ??= this.#rows.next();
    for (let row = 2; row <= this.#maxRows && length < MAX_LENGTH; row++) {
      if (this.#coming.done === true) break;
      chunk += this.#row(row, this.#coming.value);
      this.#coming = this.#rows.next();
      if (chunk.length < CHUNK_LENGTH) continue;
      length += chunk.length;
      yield chunk;
      chunk = "";
    }
    yield `${chunk}</sheetData></worksheet>`;
  }

  #row(row: number, cells: readonly Cell[]): string {
    let xml = `<row r="${row}">`;
    for (let at = 0; at < this.#columns.length; at++) {
      const cell = cells[at] ?? null;
      const opening = this.#opening[at];
      if (cell === null || opening === undefined) continue;
      xml += opening[0];
      xml += row;
      xml += opening[1];
      const kind = this.#columns[at]?.kind;
      if (kind === "time") xml += `${this.#dates.get(cell) ?? this.#learnDate(cell)}</v></c>`;
      else xml += `${kind === "text" ? toText(cell) : `>${cell}`}</t></is></c>`;
    }
    return `${xml}</row>`;
  }

  /** As many different times as runs: each is worked out once. */
  #learnDate(iso: string): string {
    const day = String(Date.parse(iso) / DAY_MS + EPOCH_DAY);
    this.#dates.set(iso, day);
    return day;
  }
}

function sheetHead(columns: readonly Column[]): string {
  const widths = columns.map(({ name, kind }, at) => {
    const style = STYLE_OF[kind] === 0 ? "" : ` style="${STYLE_OF[kind]}"`;
    return `<col min="${at + 1}" max="${at + 1}" width="${OWN_WIDTHS[name] ?? WIDTHS[kind]}"${style} customWidth="1"/>`;
  });
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join("")}</cols><sheetData>`;
}

/** The name of a column by its index: A to Z, AA, AB. */
function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last;
}

/** What XML takes for its own, and control characters, most of which it cannot hold. */
const ESCAPED = /[&<>\p{Cc}]/gu;
/** Spaces that XML would drop. */
const SPACED = /^\s|\s$|[\t\n\r]/;
const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\t": "\t",
  "\n": "\n",
};

/** The rest of an element `t` that holds the text as a cell can: `_x0041_` would be read as A, and XML has no half characters. */
function toText(text: string): string {
  const short = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
  const whole = short
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/_(?=x[\da-f]{4}_)/gi, "_x005F_")
    .replaceAll(ESCAPED, escaped);
  return SPACED.test(short) ? ` xml:space="preserve">${whole}` : `>${whole}`;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x7f) return character;
  return NAMES[character] ?? `_x${code.toString(16).toUpperCase().padStart(4, "0")}_`;
}
