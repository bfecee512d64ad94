import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDo } from "../../client/queries.ts";
import { ProblemAlert } from "../../parts/page/problem-alert.tsx";
import { filterText } from "./filter.ts";

/** Keeps the filters of the page under a name. */
export function SaveView({ address }: { readonly address: URLSearchParams }): ReactNode {
  const { t } = useTranslation("numbers");
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const save = useDo("saveNumberView", ["listNumberViews"]);
  const query = filterText(address);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ body: { name, query, shared: isShared } }, { onSuccess: () => setOpen(false) });
  };
  if (query === "") return null;
  return (
    <>
      <Button variant="default" leftSection={<IconBookmark size={16} />} onClick={() => setOpen(true)}>
        {t("views.save")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t("views.title")}
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <form onSubmit={submit}>
          <TextInput
            data-autofocus
            label={t("views.name")}
            description={t("views.text")}
            value={name}
            maxLength={60}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            mt={12}
            label={t("views.share")}
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          {save.error === null ? null : <ProblemAlert error={save.error} />}
          <Group justify="flex-end" mt={16}>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
              {t("views.save")}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
