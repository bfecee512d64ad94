import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { api, type Given } from "../../client/api.ts";
import { EmptyState } from "../../parts/page/empty-state.tsx";
import { chipsOf, queryOf, withoutFilters, withValues } from "./filter.ts";
import { useChipText } from "./use-chip-text.ts";

/** So many filters are tried to be left out. */
const MOST_TRIED = 8;
const MOST_OFFERED = 3;

/** Nothing meets all filters: which of them to take away so that something does. */
export function NothingFits(): ReactNode {
  const { t } = useTranslation("numbers");
  const [address, setAddress] = useSearchParams();
  const textOf = useChipText([]);
  const nearest = useNearest(address);
  return (
    <EmptyState
      title={t("none", { count: chipsOf(address).length })}
      text={nearest.length === 0 ? t("noneText") : t("noneNearest")}
      actions={
        <>
          {nearest.map(({ chip, left, count }) => (
            <Button key={`${chip.name} ${chip.value}`} variant="default" onClick={() => setAddress(left)}>
              {t("without", { name: textOf(chip), count })}
            </Button>
          ))}
          <Button onClick={() => setAddress(withoutFilters(address))}>{t("clearFilters")}</Button>
        </>
      }
    />
  );
}

/** Filters without any one of which there are numbers; fewest first, since those are nearest to what was asked. */
function useNearest(address: URLSearchParams) {
  const chips = chipsOf(address);
  const tried = (chips.length < 2 ? [] : chips.slice(0, MOST_TRIED)).map((chip) => ({
    chip,
    left: withValues(
      address,
      chip.name,
      address.getAll(chip.name).filter((value) => value !== chip.value),
    ),
  }));
  const counts = useQueries({
    queries: tried.map(({ left }) => {
      const { sort: _, order: __, ...query } = queryOf(left);
      const given: Given<"countNumbers"> = { query };
      return {
        queryKey: ["countNumbers", given],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.countNumbers(given, { signal }),
        staleTime: 60_000,
      };
    }),
  });
  return tried
    .map((one, at) => ({ ...one, count: counts[at]?.data?.count ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.count - other.count)
    .slice(0, MOST_OFFERED);
}
