import {
  type Icon,
  IconAddressBook,
  IconCalendarTime,
  IconChartHistogram,
  IconClipboardCheck,
  IconFileExport,
  IconHome,
  IconPhoneOff,
  IconPlayerPlay,
  IconPlugConnected,
  IconSettings,
} from "@tabler/icons-react";
import type { Permission } from "../../../src/contract/contract.ts";

/** A place of the menu; its word is `common:menu.<name>`. */
export interface Place {
  readonly name: string;
  readonly to: string;
  readonly icon: Icon;
  /** Without it the place is not drawn. */
  readonly may?: Permission;
  /** After `g`. */
  readonly key?: string;
}

/** The menu: places under their headings (`common:menu.<heading>`). */
export const MENU: readonly { readonly heading: string | null; readonly places: readonly Place[] }[] = [
  { heading: null, places: [{ name: "home", to: "/", icon: IconHome, key: "h" }] },
  {
    heading: "collect",
    places: [
      { name: "runs", to: "/runs", icon: IconPlayerPlay, may: "runs.see", key: "r" },
      { name: "numbers", to: "/numbers", icon: IconAddressBook, may: "numbers.see", key: "n" },
      { name: "exports", to: "/exports", icon: IconFileExport, may: "exports.see", key: "e" },
    ],
  },
  {
    heading: "understand",
    places: [
      { name: "quality", to: "/quality", icon: IconClipboardCheck, may: "runs.see", key: "q" },
      { name: "analytics", to: "/analytics", icon: IconChartHistogram, may: "runs.see", key: "a" },
    ],
  },
  {
    heading: "setUp",
    places: [
      { name: "sources", to: "/sources", icon: IconPlugConnected, may: "sources.see", key: "s" },
      { name: "schedules", to: "/schedules", icon: IconCalendarTime, may: "schedules.see" },
      { name: "suppressions", to: "/suppressions", icon: IconPhoneOff, may: "suppressions.see" },
      { name: "settings", to: "/settings", icon: IconSettings },
    ],
  },
];

/** All places in the order of the menu. */
export const PLACES: readonly Place[] = MENU.flatMap((part) => part.places);
