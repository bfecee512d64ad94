import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  SegmentedControl,
  Tooltip,
} from "@mantine/core";
import { TOKENS, type Token } from "./tokens.ts";

const FONT =
  '"Inter Variable", Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

const COLORS: Record<string, MantineColorsTuple> = {
  accent: [
    "#e8eeff",
    "#dbe4ff",
    "#b9caff",
    "#a9c1ff",
    "#86a8ff",
    "#5b84f2",
    "#2f5fe3",
    "#3a68e8",
    "#264fc4",
    "#1d2a4d",
  ],
  gray: [
    "#f8f9fb",
    "#f3f5f8",
    "#eceef2",
    "#e2e5eb",
    "#cdd2db",
    "#8a92a0",
    "#656d7b",
    "#4b5361",
    "#2f3542",
    "#171a20",
  ],
  dark: [
    "#e3e6eb",
    "#aeb5c0",
    "#8f97a5",
    "#8f97a5",
    "#3f4651",
    "#2c3139",
    "#20242a",
    "#1a1d22",
    "#121418",
    "#0d0f12",
  ],
  green: [
    "#e4f5e9",
    "#cdebd5",
    "#a5dbb4",
    "#7fdc9c",
    "#63cf85",
    "#3f9d60",
    "#2c8a4c",
    "#1d7a3c",
    "#1a6b35",
    "#143222",
  ],
  yellow: [
    "#fff1d1",
    "#ffe5ad",
    "#f9d585",
    "#f3c662",
    "#e6b347",
    "#d9a12a",
    "#b87a00",
    "#9c6600",
    "#855200",
    "#3a2b0a",
  ],
  red: [
    "#fdeaea",
    "#f8d3d4",
    "#f0a9ac",
    "#ffa3a3",
    "#ff8a8a",
    "#dd5a5f",
    "#c0262d",
    "#c93a40",
    "#ad2027",
    "#43191c",
  ],
  violet: [
    "#f3eafb",
    "#e6d5f6",
    "#d3b0f7",
    "#c79bf2",
    "#a884d4",
    "#9d70cf",
    "#8450bb",
    "#7a3fb0",
    "#6b359c",
    "#33204a",
  ],
};

/** The tokens that a Mantine colour is drawn with: fill, its hover, soft ground, text on it, text alone. */
const USES: Readonly<Record<string, readonly [Token, Token, Token, Token, Token, Token]>> = {
  accent: ["accent", "accent-hover", "accent-soft", "accent-soft-hover", "accent-soft-text", "accent-text"],
  blue: ["accent", "accent-hover", "accent-soft", "accent-soft-hover", "accent-soft-text", "accent-text"],
  green: ["good", "good", "good-soft", "good-soft", "good-soft-text", "good"],
  yellow: ["look", "look", "look-soft", "look-soft", "look-soft-text", "look"],
  red: ["act-fill", "act-fill", "act-soft", "act-soft", "act-soft-text", "act"],
  violet: ["gone", "gone", "gone-soft", "gone-soft", "gone-soft-text", "gone"],
  gray: ["text-2", "text", "idle-soft", "line", "idle-text", "text-2"],
};

/** Their `header` is no second banner of the page. */
const NO_BANNER = { header: { role: "presentation" } } as const;

/** Mantine's look in our tokens: no shadow on cards, controls of 34 px (40 on phones), fills that white can be read on. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 7 },
  colors: COLORS,
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "15px", xl: "20px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "sm",
  headings: { fontFamily: FONT, fontWeight: "600" },
  breakpoints: { xs: "24em", sm: "47.5em", md: "64em", lg: "75em", xl: "85em" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: "sm", loaderProps: { type: "dots" } },
      vars: (_theme, { size }) => ({
        root: {
          // The compact ones stand in lines of text.
          ...(!String(size).startsWith("compact") && {
            "--button-height": size === "xs" ? "var(--dm-control-small)" : "var(--dm-control)",
          }),
          "--button-fz": "13.5px",
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: "subtle", color: "gray", size: "md" },
      vars: (_theme, { size }) => ({
        root: {
          // One in px stands in a row or a chip.
          ...(typeof size !== "number" && {
            "--ai-size": size === "sm" ? "var(--dm-control-small)" : "var(--dm-control)",
          }),
        },
      }),
    }),
    Input: Input.extend({
      vars: () => ({ wrapper: { "--input-height": "var(--dm-control)", "--input-fz": "14px" } }),
    }),
    // What Mantine puts in for the first focus is no item of a menu.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.5 },
        attributes: NO_BANNER,
      },
    }),
    Drawer: Drawer.extend({ defaultProps: { attributes: NO_BANNER } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** Our tokens as `--dm-*`, and Mantine's own variables set to them, for either scheme. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables(0),
  dark: schemeVariables(1),
});

function schemeVariables(scheme: 0 | 1): Record<string, string> {
  const of = (token: Token): string => TOKENS[token][scheme];
  const made: Record<string, string> = {};
  for (const token of Object.keys(TOKENS) as Token[]) made[`--dm-${token}`] = of(token);
  for (const [color, [fill, fillHover, soft, softHover, onSoft, text]] of Object.entries(USES)) {
    const name = `--mantine-color-${color}`;
    made[`${name}-filled`] = of(fill);
    made[`${name}-filled-hover`] = of(fillHover);
    made[`${name}-light`] = of(soft);
    made[`${name}-light-hover`] = of(softHover);
    made[`${name}-light-color`] = of(onSoft);
    made[`${name}-outline`] = of(text);
    made[`${name}-outline-hover`] = of(soft);
    made[`${name}-text`] = of(text);
  }
  return {
    ...made,
    "--mantine-color-body": of("surface"),
    "--mantine-color-text": of("text"),
    "--mantine-color-bright": of("text"),
    "--mantine-color-dimmed": of("text-2"),
    "--mantine-color-placeholder": of("text-3"),
    "--mantine-color-error": of("act"),
    "--mantine-color-anchor": of("accent-text"),
    "--mantine-color-default": of("surface"),
    "--mantine-color-default-hover": of("hover"),
    "--mantine-color-default-color": of("text"),
    "--mantine-color-default-border": of("line-strong"),
    "--mantine-color-disabled": of("idle-soft"),
    "--mantine-color-disabled-color": of("text-3"),
    "--mantine-color-disabled-border": of("line"),
    "--input-bd": of("field"),
  };
}
