import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useId } from "react";
import styles from "./wizard.module.css";

/** One of a few, side by side; on phones one below the other. */
export function Choice<Value extends string>({
  label,
  value,
  onChange,
  data,
}: {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly data: { readonly value: Value; readonly label: string }[];
}): ReactNode {
  const id = useId();
  const isNarrow = useMediaQuery("(max-width: 760px)") === true;
  return (
    <div>
      <p className={styles.label} id={id}>
        {label}
      </p>
      <SegmentedControl
        aria-labelledby={id}
        value={value}
        onChange={onChange}
        data={data}
        orientation={isNarrow ? "vertical" : "horizontal"}
        fullWidth={isNarrow}
      />
    </div>
  );
}
