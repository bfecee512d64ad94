/** A moment by the CRM's clock, as ISO 8601 in UTC with milliseconds: their order is that of their letters. Null where it is unknown. */
export type Stamp = string;

/** A client as a connector read it. Ids are the CRM's own, as text, so that none is rounded. */
export interface CrmClient {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2: the region to read this client's national numbers in; null when the CRM does not tell. */
  readonly country: string | null;
  /** When the client, or as far as the CRM moves it one of its projects, last changed; {@link Stamp}. */
  readonly updatedAt: Stamp | null;
}

/** A project (deal, lead, campaign) of one client. */
export interface CrmProject {
  readonly id: string;
  readonly name: string;
  /** When the project or one of its records last changed; {@link Stamp}. */
  readonly updatedAt: Stamp | null;
}

/** One phone record as a person typed it; `phone` keeps JSON numbers as their exact source text. */
export interface CrmRecord {
  readonly id: string;
  readonly phone: string | null;
  readonly label: string | null;
  readonly contact: string | null;
}
