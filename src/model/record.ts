/** A client as a connector read it. Ids are the CRM's own, as text, so that none is rounded. */
export interface CrmClient {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2: the region to read this client's national numbers in; null when the CRM does not tell. */
  readonly country: string | null;
}

/** A project (deal, lead, campaign) of one client. */
export interface CrmProject {
  readonly id: string;
  readonly name: string;
}

/** One phone record as a person typed it; `phone` keeps JSON numbers as their exact source text. */
export interface CrmRecord {
  readonly id: string;
  readonly phone: string | null;
  readonly label: string | null;
  readonly contact: string | null;
}
