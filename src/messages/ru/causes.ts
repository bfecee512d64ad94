/** Why a unit could not be read, by the code that the store keeps with its English message. */
export const CAUSES: Readonly<Record<string, string>> = {
  CRM_NOT_FOUND: "CRM называет его в списке, но не находит",
  CRM_CURSOR_EXPIRED: "CRM забыла место в списке",
  CRM_REJECTED: "CRM отказала",
  CRM_FORBIDDEN: "CRM не разрешает читать",
  CRM_SERVER_ERROR: "CRM ответила ошибкой сервера",
  CRM_CONNECTION: "Связь с CRM обрывалась",
  CRM_REDIRECTED: "CRM перенаправляла в другое место",
  CRM_TOO_LARGE: "Ответ CRM слишком велик",
  CRM_ENDLESS: "Список CRM не кончался",
  CRM_LIST_MOVED: "Список CRM менялся, пока его читали",
  STALLED: "Запрос застревал",
  CRM_BAD_ANSWER: "Ответ CRM не годится: не полон, без нужных полей или с записями без идентификатора",
};
