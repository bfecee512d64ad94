/** Exports and the do-not-call list in the service. */
export const serviceExports = {
  exportDiffAlone: (p: { columns: string }) => [
    "A difference of two runs is exported as pairs, in one file and with its own columns.",
    `They are ${p.columns}.`,
  ],
  exportRejectedNow: () => [
    "Fields without a number are kept as they were last read: they can only be exported as of now.",
  ],
  exportNewOfClients: () => [
    "What is new since your last export is counted for whole sources.",
    "Take the clients out of the filter, or choose a run to count from.",
  ],
  exportViewAlone: () => [
    "A view has its own filter.",
    "Take the other filter away, or export what is held now.",
  ],
  exportNothingPicked: () => [
    "No numbers are chosen.",
    "Choose them in the list of numbers; who chose which is forgotten once the export has ended.",
  ],
  exportNeedsReason: () => ["Tell why numbers that must not be called are exported."],
  exportMayNotSuppressed: () => [
    "Only those who manage the do-not-call list may export its numbers.",
    "Ask an admin.",
  ],
  exportUnknown: () => ["There is no such export.", "The list of exports shows those that there are."],
  exportForeign: () => ["This export is somebody else's.", "Make your own of the same."],
  exportNotReady: () => ["The file is not ready.", "Wait until it is, or make it again."],
  exportGone: () => [
    "The file is not there any more: it was old, or it held a number that was erased.",
    "Make it again.",
  ],
  exportOver: () => ["The export has ended already."],
  exportCancelled: () => ["The export was cancelled."],
  exportTooMany: (p: { most: number }) => [
    `You have ${p.most} exports waiting; more are not taken.`,
    "Wait for one of them, or cancel it.",
  ],
  exportDiskFull: (p: { megabytes: number }) => [
    `The disk is full: about ${p.megabytes} MB more are needed for this file.`,
    "Free so much room where the service keeps its files, then make it again.",
  ],
  exportFailed: (p: { why: string }) => [`The file could not be written: ${p.why}.`],
  presetUnknown: (p: { name: string }) => [`There is no preset "${p.name}" that was made here.`],
  presetOfFile: (p: { name: string }) => [
    `The preset "${p.name}" stands in the config file.`,
    "Choose another name, or change it there.",
  ],
  listGzipTooLarge: (p: { most: number }) => [`Unpacked, the file holds more than ${p.most} MB.`],
} satisfies Record<string, (p: never) => readonly [string, string?]>;
