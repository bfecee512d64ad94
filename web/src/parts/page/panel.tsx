import { IconLock } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Permission } from "../../../../src/contract/contract.ts";
import { useMay } from "../../client/session.tsx";
import { Card } from "./card.tsx";
import { EmptyState } from "./empty-state.tsx";
import { QueryState } from "./query-state.tsx";

interface PanelProps<Data> {
  readonly title: ReactNode;
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly foot?: ReactNode;
  readonly isFlush?: boolean;
  readonly query: UseQueryResult<Data, Error>;
  readonly empty?: ReactNode;
  readonly isEmpty?: (data: Data) => boolean;
  readonly skeleton?: ReactNode;
  /** Without this permission the panel tells what one cannot do instead. */
  readonly may?: Permission;
  readonly children: (data: Data) => ReactNode;
}

/** A card that draws an answer in its six states; it loads and fails alone. */
export function Panel<Data>(props: PanelProps<Data>): ReactNode {
  const { title, mark, actions, foot, isFlush, query, empty, isEmpty, skeleton, children } = props;
  const { t } = useTranslation();
  const may = useMay(props.may);
  const hasData = may && query.data !== undefined;
  return (
    <Card
      title={title}
      mark={mark}
      actions={actions}
      foot={hasData ? foot : undefined}
      isFlush={hasData && isFlush === true}
    >
      {may ? (
        <QueryState
          query={query}
          empty={empty}
          {...(isEmpty === undefined ? {} : { isEmpty })}
          skeleton={skeleton}
        >
          {children}
        </QueryState>
      ) : (
        <EmptyState icon={IconLock} title={t("denied.title")} text={t("denied.text")} />
      )}
    </Card>
  );
}
