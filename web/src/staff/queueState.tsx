/** The queue as it was last seen: the review page goes through it without asking for it again. */

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { isAbort } from "../api/errors";
import { staffCall } from "../api/staff";
import type { Queued } from "../api/types";
import { useAcademy } from "./academy";

const PAGE = 50;

export interface QueueState {
  items: Queued[];
  loading: boolean;
  error: unknown;
  more: boolean;
  /** What the address says of the filters; pages of the queue carry it on. */
  search: string;
  loadMore: () => void;
  reload: () => void;
  /** Take out what has been decided. */
  drop: (ids: string[]) => void;
}

const Context = createContext<QueueState | undefined>(undefined);

export function useQueue(): QueueState {
  const queue = useContext(Context);
  if (!queue) throw new Error("used outside of the console");
  return queue;
}

const FILTERS = ["status", "credit_type", "learner_id", "assigned_to"] as const;

export function QueueProvider({ children }: { children: ReactNode }) {
  const { id: academy_id } = useAcademy();
  const { pathname, search: address } = useLocation();
  const inQueue = pathname.startsWith("/console/queue");
  const [search, setSearch] = useState(inQueue ? address : "");
  const [items, setItems] = useState<Queued[]>([]);
  const [cursor, setCursor] = useState<string | null>();
  const [state, setState] = useState<{ loading: boolean; error?: unknown }>({ loading: true });
  const control = useRef<AbortController>(undefined);

  useEffect(() => {
    if (inQueue) setSearch(address);
  }, [inQueue, address]);

  const load = useCallback(
    async (from: string | null) => {
      control.current?.abort();
      const running = new AbortController();
      control.current = running;
      setState({ loading: true });
      const wanted = new URLSearchParams(search);
      const filters = Object.fromEntries(FILTERS.flatMap((name) => (wanted.get(name) ? [[name, wanted.get(name)!]] : [])));
      try {
        const page = await staffCall("get", "/admin/academies/{academy_id}/reviews", {
          path: { academy_id },
          query: { ...filters, limit: PAGE, ...(from && { cursor: from }) },
          signal: running.signal,
        });
        setItems((before) => (from ? [...before, ...page.items] : page.items));
        setCursor(page.next_cursor ?? null);
        setState({ loading: false });
      } catch (error) {
        if (!isAbort(error)) setState({ loading: false, error });
      }
    },
    [academy_id, search],
  );
  useEffect(() => {
    setItems([]);
    void load(null);
  }, [load]);

  const drop = useCallback(
    (ids: string[]) => setItems((before) => before.filter((item) => !ids.includes(item.id))),
    [],
  );
  const value = useMemo<QueueState>(
    () => ({
      items,
      loading: state.loading,
      error: state.error,
      more: Boolean(cursor),
      search,
      loadMore: () => void load(cursor ?? null),
      reload: () => void load(null),
      drop,
    }),
    [items, state, cursor, search, load, drop],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
