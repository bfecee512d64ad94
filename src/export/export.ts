export {
  type Cell,
  type CellReaders,
  CONTRACT_COLUMNS,
  type ColumnName,
  columnsOf,
  DIFF_COLUMNS,
  EXPORT_KINDS,
  EXTRA_COLUMNS,
  type ExportKind,
  LOOKED_UP,
  type LookedUpColumn,
  NUMBER_CELLS,
  PAIR_CELLS,
  REJECTED_CELLS,
  toColumns,
} from "./columns.ts";
export { csvTexts } from "./csv.ts";
export {
  type Chunk,
  EXPORT_FORMATS,
  type ExportFormat,
  formatOfName,
  formatRows,
  gzipped,
  isBinary,
  isGzipped,
} from "./formats.ts";
export { exportedText } from "./read-back.ts";
export { readSingerState, type SingerState, singerRecords, singerSchema, singerState } from "./singer.ts";
export { zipped as archived } from "./zip.ts";
