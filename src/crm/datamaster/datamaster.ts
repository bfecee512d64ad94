import { RetryableError, StopRunError } from "../../base/errors.ts";
import { told } from "../../messages/messages.ts";
import type { Stamp } from "../../model/record.ts";
import type { Account, Connector, CrmRequest, ListTarget, Page } from "../crm.ts";
import { withExcerpt } from "../excerpt.ts";
import { isWebPage, parseAnswer } from "../json.ts";
import { readAccount, readClients, readPhones, readProjects } from "./answers.ts";
import { scanPhones } from "./phones-scan.ts";

/** The most the API allows a page to hold (docs/crm-api.yaml). */
const LIST_PAGE_SIZE = 200;
const PHONES_PAGE_SIZE = 500;

/** The reference CRM of docs/crm-api.yaml: numbered pages of clients and projects, cursors through phones. */
export const datamasterConnector: Connector = {
  name: "datamaster",
  incremental: { stampsMoveUp: true },

  accountRequest(): CrmRequest {
    return { path: "/me" };
  },

  readAccount(body: Uint8Array): Account {
    const account = readAccount(parsedOrNothing(body));
    if (account !== null) return account;
    // A page for people is what stands at that address; anything else may be an answer that was spoiled on its way.
    if (isWebPage(body)) throw new StopRunError("CRM_NOT_A_CRM", told("webPageAtMe"));
    throw new RetryableError("CRM_NOT_A_CRM", told("notThisCrm"));
  },

  pageRequest(target: ListTarget, cursor: string | null, since: Stamp | null = null): CrmRequest {
    const changed = since === null ? "" : `&updated_since=${encodeURIComponent(since)}`;
    switch (target.kind) {
      case "clients":
        return { path: `/clients?page=${cursor ?? "1"}&per_page=${LIST_PAGE_SIZE}${changed}` };
      case "projects": {
        const client = encodeURIComponent(target.clientId);
        const place = `page=${cursor ?? "1"}&per_page=${LIST_PAGE_SIZE}`;
        return { path: `/clients/${client}/projects?${place}${changed}` };
      }
      case "phones": {
        const place = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        return {
          path: `/projects/${encodeURIComponent(target.projectId)}/phones?limit=${PHONES_PAGE_SIZE}${place}`,
        };
      }
    }
  },

  readPage(target: ListTarget, cursor: string | null, body: Uint8Array): Page {
    try {
      return pageOf(target, cursor, parseAnswer(body));
    } catch (error) {
      throw withExcerpt(error, body);
    }
  },

  scanPhones,
};

function pageOf(target: ListTarget, cursor: string | null, answer: unknown): Page {
  switch (target.kind) {
    case "clients":
      return readClients(answer, cursor);
    case "projects":
      return readProjects(answer, cursor);
    case "phones":
      return readPhones(answer);
  }
}

function parsedOrNothing(body: Uint8Array): unknown {
  try {
    return parseAnswer(body);
  } catch {
    return undefined;
  }
}
