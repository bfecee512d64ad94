import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { Permission } from "../../../src/contract/contract.ts";
import { live } from "../live/live.ts";
import { useLiveReset } from "../live/use-live.ts";
import { type Answer, requestHeaders, setCsrf } from "./api.ts";
import { ApiProblem, problemOf } from "./problem.ts";
import { setSignedOut } from "./signed-out.ts";

/** Who is signed in, as `/api/v1/me` tells. */
export type Me = Answer<"showMe"> & {
  readonly zone: string | null;
};

const KEY = ["me"] as const;
const Session = createContext<Me | undefined>(undefined);

/** Whoever is signed in. Only inside the frame, where somebody is. */
export function useMe(): Me {
  const me = useContext(Session);
  if (me === undefined) throw new Error("Nobody is signed in here.");
  return me;
}

/** Whether the person may do this; true where nothing is asked for. The server decides, the page only mirrors. */
export function useMay(permission: Permission | undefined): boolean {
  const me = useContext(Session);
  return permission === undefined || me?.permissions.includes(permission) === true;
}

/** The zone that times are shown in: the person's choice, else the browser's. */
export function useZone(): string {
  return useContext(Session)?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Asks who is signed in; `refetch` after signing in. */
export function useSession(): ReturnType<typeof useQuery<Me, ApiProblem>> {
  return useQuery<Me, ApiProblem>({
    queryKey: KEY,
    queryFn: fetchMe,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Asks who is signed in while the page still loads, where it is one that asks for that. */
export function askAhead(client: QueryClient): void {
  if (!/^\/(login|setup)$/.test(location.pathname))
    void client.prefetchQuery({ queryKey: KEY, queryFn: fetchMe });
}

/** Forgets who was signed in, and everything that was shown to them. */
export function useForgetSession(): () => void {
  const client = useQueryClient();
  return () => {
    setCsrf("");
    client.clear();
  };
}

/** Gives the pages inside who is signed in, and starts their events. */
export function SessionProvider({
  me,
  children,
}: {
  readonly me: Me;
  readonly children: ReactNode;
}): ReactNode {
  useEffect(() => live.start(), []);
  const { density = "usual", keys = true } = me.preferences;
  useEffect(() => {
    document.documentElement.dataset.density = density;
    document.documentElement.dataset.keys = keys ? "on" : "off";
  }, [density, keys]);
  useLiveReset();
  return <Session value={me}>{children}</Session>;
}

async function fetchMe(): Promise<Me> {
  const response = await fetch("/api/v1/me", { headers: requestHeaders(), cache: "no-store" }).catch(
    (cause) => {
      throw new ApiProblem(0, {}, cause);
    },
  );
  if (!response.ok) throw await problemOf(response);
  const told = (await response.json()) as Answer<"showMe">;
  setCsrf(told.csrf ?? "");
  setSignedOut(false);
  return { ...told, zone: told.timeZone };
}
