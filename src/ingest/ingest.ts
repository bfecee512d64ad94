import { likelyRegions } from "../app/numbers/likely-regions.ts";
import { StopRunError } from "../base/errors.ts";
import type { PageContent, ReadingOptions, SavedPage } from "../collect/collect.ts";
import { told } from "../messages/messages.ts";
import { ALL_CLIENTS, type PageReceipt, type RunWriter, type Unit } from "../store/store.ts";

/** Saves what one answer held. */
export type PageSaver = (page: PageContent) => Promise<SavedPage>;

/** A saver of one source's pages. */
export function createPageSaver(
  writer: RunWriter,
  options: Pick<ReadingOptions, "region" | "allowEmpty">,
): PageSaver {
  const save = async (page: PageContent): Promise<PageReceipt> => {
    const { unit, place } = page;
    if (page.kind === "phones") return await writer.savePhones(unit, place, page.facts);
    if (page.kind === "projects") return await writer.saveProjects(unit, place, page.items);
    if (page.items.length === 0 && place.next === null && options.allowEmpty !== true)
      await refuseEmpty(writer, unit);
    const receipt = await writer.saveClients(unit, place, page.items);
    return await endClients(writer, options, unit, receipt);
  };
  return async (page) => {
    const receipt = await save(page);
    // A pilot that has its clients ends before the list does.
    const ahead = receipt.next === null ? [] : page.ahead;
    return { ...receipt, mark: page.mark, ahead };
  };
}

/** The last page of all clients fixes which other regions this run tries: with the page, so that a resumed run keeps them. */
async function endClients(
  writer: RunWriter,
  { region }: Pick<ReadingOptions, "region">,
  { run, ref }: Unit,
  receipt: PageReceipt,
): Promise<PageReceipt> {
  if (receipt.next !== null || ref !== ALL_CLIENTS) return receipt;
  if ((await writer.otherRegions(run)) === null)
    await writer.fixOtherRegions(run, likelyRegions(await writer.countCountries(run), region));
  const { projects, phones } = await writer.endOfClients(run);
  return { ...receipt, added: receipt.added + projects, alsoDue: { ...receipt.alsoDue, phones } };
}

/** A list of clients that ends without any would make all that the source holds gone. */
async function refuseEmpty(writer: RunWriter, unit: Unit): Promise<void> {
  const clients = await writer.clientsAtStake(unit);
  if (clients > 0) throw new StopRunError("CRM_EMPTY", told("clientsVanished", { clients }));
}
