import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { api } from "../../client/api.ts";

/** The service reveals no more at once. */
export const REVEALS_AT_ONCE = 25;

interface Shown {
  readonly phone: string;
  readonly until: number;
}

/** Numbers that are shown whole just now. */
export interface Reveals {
  /** Null where the number is masked. */
  phoneOf(id: string): string | null;
  /** Whole seconds until it is masked again. */
  secondsOf(id: string): number;
  /** Rejects with the problem where they may not be shown. */
  reveal(ids: readonly string[]): Promise<void>;
  hide(): void;
}

const Context = createContext<Reveals | null>(null);

/** Gives what is inside numbers that are shown whole for a while, and never in a hidden tab or after leaving the page. */
export function RevealsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [shown, setShown] = useState<ReadonlyMap<string, Shown>>(new Map());
  const [now, setNow] = useState(Date.now());
  const hide = useCallback(() => setShown(new Map()), []);
  useEffect(() => {
    if (shown.size === 0) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      setShown((before) => {
        const left = [...before].filter(([, { until }]) => until > Date.now());
        return left.length === before.size ? before : new Map(left);
      });
    }, 1000);
    const hidden = (): void => {
      if (document.hidden) hide();
    };
    document.addEventListener("visibilitychange", hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, [shown, hide]);
  const reveals = useMemo<Reveals>(
    () => ({
      phoneOf: (id) => shown.get(id)?.phone ?? null,
      secondsOf: (id) => Math.max(0, Math.ceil(((shown.get(id)?.until ?? 0) - now) / 1000)),
      hide,
      async reveal(ids) {
        const { numbers, seconds } = await api.revealNumbers({
          body: { ids: ids.slice(0, REVEALS_AT_ONCE) },
        });
        const until = Date.now() + seconds * 1000;
        setNow(Date.now());
        setShown(
          (before) =>
            new Map([...before, ...numbers.map(({ id, phone }) => [id, { phone, until }] as const)]),
        );
      },
    }),
    [shown, now, hide],
  );
  return <Context value={reveals}>{children}</Context>;
}

/** Inside a {@link RevealsProvider}. */
export function useReveals(): Reveals {
  const reveals = useContext(Context);
  if (reveals === null) throw new Error("Nothing is revealed outside of RevealsProvider.");
  return reveals;
}
