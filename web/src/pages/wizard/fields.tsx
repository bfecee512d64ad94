import { PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/use-format.ts";
import { Time } from "../../parts/page/times.tsx";
import { Choice } from "./choice.tsx";
import { type Change, type Form, isName, nameFor, type SecretName, type Settings } from "./draft.ts";
import styles from "./wizard.module.css";

/** What was wrong with a field, by its path. */
export type FieldErrors = ReadonlyMap<string, string>;

interface FieldsProps {
  readonly form: Form;
  readonly change: Change;
  readonly errors?: FieldErrors;
}

const NONE: FieldErrors = new Map();
type Auth = NonNullable<Settings["auth"]>;

/** Where the CRM is, and how one gets in. `secretSet` tells when and by whom secrets were put in. */
export function AccessFields({
  form,
  change,
  errors = NONE,
  secretSet,
}: FieldsProps & {
  readonly secretSet?: { readonly at: string; readonly by: string } | undefined;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const { settings } = form;
  const kind: "token" | Auth["kind"] = settings.auth?.kind ?? "token";
  const set = (more: Partial<Settings>): void => change({ settings: { ...settings, ...more } });
  const setKind = (next: "token" | Auth["kind"]): void => {
    const { auth, ...rest } = settings;
    const blank = { tokenUrl: "", clientId: "" };
    if (next === "token") change({ settings: rest });
    else change({ settings: { ...rest, auth: { ...blank, ...auth, kind: next } } });
  };
  return (
    <div className={styles.fields}>
      <TextInput
        label={t("access.baseUrl")}
        description={t("access.baseUrlHelp")}
        placeholder="https://crm.example.com/api/v1"
        value={settings.baseUrl ?? ""}
        error={errors.get("baseUrl")}
        onChange={(event) => set({ baseUrl: event.currentTarget.value.trim() })}
        autoComplete="off"
        spellCheck={false}
        inputMode="url"
        required
      />
      <Choice
        label={t("access.kind")}
        value={kind}
        onChange={setKind}
        data={(["token", "client-credentials", "refresh-token"] as const).map((value) => ({
          value,
          label: t(`access.kinds.${value}`),
        }))}
      />
      {settings.auth === undefined ? (
        <Secret {...{ form, change, errors, secretSet }} name="token" />
      ) : (
        <OAuthFields {...{ form, change, errors, secretSet }} auth={settings.auth} />
      )}
      <p className="caption t3">{t("access.secretNote")}</p>
    </div>
  );
}

type SecretSet = { readonly at: string; readonly by: string } | undefined;

function OAuthFields({
  form,
  change,
  errors = NONE,
  auth,
  secretSet,
}: FieldsProps & { readonly auth: Auth; readonly secretSet: SecretSet }): ReactNode {
  const { t } = useTranslation("wizard");
  const set = (more: Partial<Auth>): void =>
    change({ settings: { ...form.settings, auth: withoutEmpty({ ...auth, ...more }) } });
  const field = (key: "tokenUrl" | "clientId" | "scope" | "audience", isNeeded: boolean): ReactNode => (
    <TextInput
      label={t(`access.${key}`)}
      value={auth[key] ?? ""}
      error={errors.get(`auth.${key}`)}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
      autoComplete="off"
      spellCheck={false}
      required={isNeeded}
    />
  );
  return (
    <>
      {field("tokenUrl", true)}
      {field("clientId", true)}
      <Secret {...{ form, change, errors, secretSet }} name="clientSecret" />
      {auth.kind === "refresh-token" ? (
        <Secret {...{ form, change, errors, secretSet }} name="refreshToken" />
      ) : null}
      {field("scope", false)}
      {field("audience", false)}
    </>
  );
}

/** A secret is put in and never shown: what is there is told by when and who. */
function Secret({
  form,
  change,
  errors = NONE,
  name,
  secretSet,
}: FieldsProps & { readonly name: SecretName; readonly secretSet: SecretSet }): ReactNode {
  const { t } = useTranslation("wizard");
  const isSet = form.has.includes(name);
  const told =
    isSet && secretSet !== undefined ? (
      <>
        {t("access.setBy", { who: secretSet.by })} <Time at={secretSet.at} />
      </>
    ) : isSet ? (
      t("access.isSet")
    ) : (
      t(`access.${name}Help`)
    );
  return (
    <PasswordInput
      label={t(`access.${name}`)}
      description={told}
      placeholder={isSet ? "••••••••" : ""}
      value={form.secrets[name] ?? ""}
      error={errors.get(name) ?? errors.get(`auth.${name}`)}
      onChange={(event) =>
        change({ secrets: withoutEmpty({ ...form.secrets, [name]: event.currentTarget.value.trim() }) })
      }
      autoComplete="new-password"
      required={!isSet && (name !== "clientSecret" || form.settings.auth?.kind === "client-credentials")}
      visibilityToggleButtonProps={{ "aria-label": t("access.look") }}
    />
  );
}

/** What the source is called; its host where nothing is typed. */
export function NameField({
  form,
  change,
  error,
}: {
  readonly form: Form;
  readonly change: Change;
  readonly error?: string | undefined;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const { name, settings } = form;
  return (
    <TextInput
      label={t("access.name")}
      description={t("access.nameHelp")}
      placeholder={nameFor(settings.baseUrl ?? "")}
      value={name}
      error={name === "" || isName(name) ? error : t("access.nameWrong")}
      onChange={(event) => change({ name: event.currentTarget.value.trim() })}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

/** A country by its name; ISO codes are the browser's own list of regions. */
export function CountrySelect({
  value,
  onChange,
  label,
  description,
}: {
  readonly value: string | null;
  readonly onChange: (region: string | null) => void;
  readonly label: string;
  readonly description?: ReactNode;
}): ReactNode {
  const { t } = useTranslation("wizard");
  const { language } = useFormat();
  const data = useMemo(() => countries(language), [language]);
  return (
    <Select
      label={label}
      description={description}
      placeholder={t("reading.noCountry")}
      data={data}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("reading.clear") }}
      nothingFoundMessage={t("reading.nothing")}
    />
  );
}

/** How hard the source leans on the CRM, and when. */
export function SpeedFields({ form, change, errors = NONE }: FieldsProps): ReactNode {
  const { t } = useTranslation("wizard");
  const { settings } = form;
  const { rps = "auto" } = settings;
  const set = (more: Partial<Settings>): void => change({ settings: { ...settings, ...more } });
  return (
    <div className={styles.fields}>
      <Choice
        label={t("speed.rate")}
        value={rps === "auto" ? "auto" : "own"}
        onChange={(next) => set({ rps: next === "auto" ? "auto" : 5 })}
        data={[
          { value: "auto", label: t("speed.auto") },
          { value: "own", label: t("speed.own") },
        ]}
      />
      {rps === "auto" ? null : (
        <TextInput
          label={t("speed.perSecond")}
          value={String(rps)}
          error={errors.get("rps")}
          inputMode="decimal"
          onChange={(event) => {
            const read = Number(event.currentTarget.value.replace(",", "."));
            if (read > 0) set({ rps: read });
          }}
        />
      )}
      <Textarea
        label={t("speed.hours")}
        description={t("speed.hoursHelp")}
        placeholder="Mon-Fri 20:00-08:00 Europe/Moscow"
        value={(settings.hours ?? []).join("\n")}
        error={errors.get("hours")}
        onChange={(event) => set({ hours: linesOf(event.currentTarget.value) })}
        autosize
        minRows={1}
      />
      <Textarea
        label={t("speed.limits")}
        description={t("speed.limitsHelp")}
        placeholder="10000/day"
        value={(settings.limits ?? [])
          .map((one) => (typeof one === "string" ? one : `${one.requests}/${one.per}`))
          .join("\n")}
        error={errors.get("limits")}
        onChange={(event) => set({ limits: linesOf(event.currentTarget.value) })}
        autosize
        minRows={1}
      />
    </div>
  );
}

/** Lines while they are typed; empty ones go when they are left. */
function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Codes with a name that are no countries. */
const NO_COUNTRY = /^(?:AA|Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN)$/;

function countries(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  const codes = [...LETTERS].flatMap((one) => [...LETTERS].map((two) => one + two));
  const found = codes.flatMap((value) => {
    const isOwn = !NO_COUNTRY.test(value) && new Intl.Locale(`und-${value}`).region === value;
    const label = isOwn ? names.of(value) : undefined;
    return label === undefined || label === value ? [] : [{ value, label: `${label} (${value})` }];
  });
  return found.sort((one, two) => one.label.localeCompare(two.label, language));
}

function withoutEmpty<T extends object>(fields: T): T {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== "" || key === "tokenUrl" || key === "clientId"),
  ) as T;
}
