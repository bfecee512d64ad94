import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../client/api.ts";
import { useDo } from "../../client/queries.ts";
import { searchFor, useSought } from "../../client/sought.ts";
import { useFormat } from "../../format/use-format.ts";
import { Phone } from "../../parts/numbers/phone.tsx";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import styles from "./number-search.module.css";

type Found = Answer<"findNumber">;

/** Looks for a number in any spelling. What is typed goes in a body and stays in this tab's memory. */
export function NumberSearch({ open }: { readonly open: (id: string) => void }): ReactNode {
  const { t } = useTranslation("numbers");
  const sought = useSought();
  const [text, setText] = useState(sought);
  const find = useDo("findNumber");
  const { mutate, reset } = find;
  useEffect(() => {
    setText(sought);
    if (sought === "") reset();
    else mutate({ body: { text: sought } });
  }, [sought, mutate, reset]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === sought && sought !== "") mutate({ body: { text: sought } });
    else searchFor(text.trim());
  };
  const clear = (): void => {
    setText("");
    searchFor("");
  };
  return (
    <search className={styles.search}>
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          className={styles.input}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={16} />}
          rightSection={
            text === "" ? null : (
              <ActionIcon variant="subtle" color="gray" aria-label={t("search.clear")} onClick={clear}>
                <IconX size={16} />
              </ActionIcon>
            )
          }
          placeholder={t("search.placeholder")}
          aria-label={t("search.label")}
          maxLength={250}
          autoComplete="off"
          spellCheck={false}
          inputMode="text"
        />
        <Button type="submit" variant="default" aria-busy={find.isPending} disabled={text.trim() === ""}>
          {t("search.go")}
        </Button>
      </form>
      <div role="status">
        {find.error !== null ? <ProblemAlert error={find.error} /> : null}
        {find.data === undefined || sought === "" || text.trim() !== sought ? null : (
          <SearchResult found={find.data} open={open} />
        )}
      </div>
    </search>
  );
}

function SearchResult({
  found,
  open,
}: {
  readonly found: Found;
  readonly open: (id: string) => void;
}): ReactNode {
  const { t } = useTranslation("numbers");
  const { by, read, count } = found;
  const told =
    by === "nothing"
      ? t("search.nothing")
      : by === "denied"
        ? t("search.denied")
        : by === "number"
          ? null
          : count === 0
            ? t("search.noPart")
            : t("search.part", { count });
  const isMore = by === "part" && count > found.found.length;
  return (
    <div className={styles.result}>
      <ul className={styles.list}>
        {read.map((one) => (
          <ReadNumber key={one.id} one={one} open={open} />
        ))}
      </ul>
      {told === null ? null : (
        <p>
          {told}
          {isMore ? `, ${t("search.partMore", { shown: found.found.length })}` : null}
        </p>
      )}
      {by === "part" ? (
        <ul className={styles.found}>
          {found.found.map((row) => (
            <li key={row.id}>
              <button type="button" className={styles.hit} onClick={() => open(row.id)}>
                <Phone id={row.id} phone={row.phone} />
                <span className="t2">{row.place.client}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {by === "nothing" || by === "denied" ? null : <p className="caption t3">{t("search.recorded")}</p>}
    </div>
  );
}

function ReadNumber({
  one,
  open,
}: {
  readonly one: Found["read"][number];
  readonly open: (id: string) => void;
}): ReactNode {
  const { t } = useTranslation("numbers");
  const format = useFormat();
  const state =
    one.state === "erased" && one.erasedAt !== null
      ? t("search.erased", { time: format.time(one.erasedAt) })
      : one.state === "here"
        ? t("search.here")
        : one.state === "gone"
          ? t("search.gone")
          : t("search.nowhere");
  const isKnown = one.state === "here" || one.state === "gone";
  return (
    <li className={styles.read}>
      <span className="t2">{t("search.read")}</span>{" "}
      {isKnown ? (
        <button type="button" className={styles.hit} onClick={() => open(one.id)}>
          <Phone id={one.id} phone={one.phone} />
        </button>
      ) : (
        <Phone id={one.id} phone={one.phone} />
      )}
      {one.ext === null ? null : <span>, {t("search.ext", { ext: one.ext })}</span>}
      <span className={isKnown ? "good" : "t2"}> · {state}</span>
      {one.suppressed ? <span className="act"> · {t("marks.suppressed")}</span> : null}
    </li>
  );
}
