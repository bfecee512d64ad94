/** How often something is to begin, as the form asks it. */
export const OFTEN = ["daily", "workdays", "weekly", "monthly", "hourly", "own"] as const;
export type Often = (typeof OFTEN)[number];

export interface CronChoice {
  readonly often: Often;
  /** `02:00` */
  readonly time: string;
  /** 0 for Sunday. */
  readonly weekday: number;
  readonly day: number;
  /** Of `own`. */
  readonly cron: string;
}

const NIGHT: CronChoice = { often: "daily", time: "02:00", weekday: 0, day: 1, cron: "0 2 * * *" };

/** Five fields of cron for what was chosen. */
export function cronOf({ often, time, weekday, day, cron }: CronChoice): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  switch (often) {
    case "daily":
      return `${minute} ${hour} * * *`;
    case "workdays":
      return `${minute} ${hour} * * 1-5`;
    case "weekly":
      return `${minute} ${hour} * * ${weekday}`;
    case "monthly":
      return `${minute} ${hour} ${day} * *`;
    case "hourly":
      return `${minute} * * * *`;
    case "own":
      return cron.trim();
  }
}

/** What was chosen when this cron came out; `own` for all that the form has no words for. */
export function choiceOf(cron: string | null): CronChoice {
  if (cron === null) return NIGHT;
  const own = { ...NIGHT, often: "own", cron } as const;
  const [minute = "", hour = "", day = "", month = "", weekday = "", more] = cron.trim().split(/\s+/);
  const whole = /^\d{1,2}$/;
  if (more !== undefined || month !== "*" || !whole.test(minute)) return own;
  const time = `${(hour === "*" ? "0" : hour).padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (hour === "*" && day === "*" && weekday === "*") return { ...own, often: "hourly", time };
  if (!whole.test(hour)) return own;
  if (day === "*" && weekday === "*") return { ...own, often: "daily", time };
  if (day === "*" && weekday === "1-5") return { ...own, often: "workdays", time };
  if (day === "*" && /^[0-6]$/.test(weekday))
    return { ...own, often: "weekly", time, weekday: Number(weekday) };
  if (weekday === "*" && whole.test(day)) return { ...own, often: "monthly", time, day: Number(day) };
  return own;
}
