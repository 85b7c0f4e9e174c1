/** The queue as it was last seen: the review page goes through it without asking for it again. */

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLocation } from "react-router";
import { isAbort } from "../../api/errors";
import { staffCall } from "../../api/staff";
import type { Certificate, Queued } from "../../api/types";
import { parts } from "../listing";
import { useAcademy } from "./academy";

const PAGE = 50;

export interface QueueState {
  items: Queued[];
  loading: boolean;
  /** It reads on by itself, as too little was found yet. */
  searching: boolean;
  error: unknown;
  more: boolean;
  /** What the address says of the filters; pages of the queue carry it on. */
  search: string;
  loadMore: () => void;
  stop: () => void;
  reload: () => void;
  /** Ask for the links to thumbnails anew. */
  renewThumbnails: () => void;
  /** Take out what has been decided, by its keys. */
  drop: (keys: string[]) => void;
}

const Context = createContext<QueueState | undefined>(undefined);

export function useQueue(): QueueState {
  const queue = useContext(Context);
  if (!queue) throw new Error("used outside of the console");
  return queue;
}

/** Ids are unique within a portfolio; the queue holds many portfolios. */
export function keyOf({ learner_id, id }: Pick<Certificate, "learner_id" | "id">): string {
  return `${learner_id}/${id}`;
}

const QUEUE = "/console/queue";
const FILTERS = ["status", "credit_type", "learner_id", "assigned_to", "document"] as const;

export function QueueProvider({ children }: { children: ReactNode }) {
  const { id: academy_id } = useAcademy();
  const { pathname, search: address } = useLocation();
  const inQueue = pathname.startsWith(QUEUE);
  const listed = pathname === QUEUE;
  const [search, setSearch] = useState(inQueue ? address : "");
  const [items, setItems] = useState<Queued[]>([]);
  const [cursor, setCursor] = useState<string | null>();
  const [state, setState] = useState<{ loading: boolean; searching?: boolean; error?: unknown }>({
    loading: true,
  });
  const control = useRef<AbortController>(undefined);
  // The index behind the queue lags: what was decided here must not come back with the next page.
  const dropped = useRef(new Map<string, number>());

  useEffect(() => {
    if (inQueue) setSearch(address);
  }, [inQueue, address]);

  const read = useCallback(
    (from: string | null, signal: AbortSignal) => {
      const wanted = new URLSearchParams(search);
      const filters = Object.fromEntries(
        FILTERS.flatMap((name) => (wanted.get(name) ? [[name, wanted.get(name)!]] : [])),
      );
      return staffCall("get", "/admin/academies/{academy_id}/reviews", {
        path: { academy_id },
        query: { ...filters, limit: PAGE, thumbnails: true, ...(from && { cursor: from }) },
        signal,
      });
    },
    [academy_id, search],
  );
  const load = useCallback(
    async (from: string | null) => {
      control.current?.abort();
      const running = new AbortController();
      control.current = running;
      setState({ loading: true });
      try {
        let first = from === null;
        for await (const part of parts((at) => read(at, running.signal), from, PAGE)) {
          if (running.signal.aborted) return;
          const anew = first;
          first = false;
          const found = part.items.filter((item) => item.version > (dropped.current.get(keyOf(item)) ?? 0));
          setItems((before) => (anew ? found : [...before, ...found]));
          setCursor(part.cursor);
          setState({ loading: part.searching, searching: part.searching });
        }
      } catch (error) {
        if (!running.signal.aborted && !isAbort(error)) setState({ loading: false, error });
      }
    },
    [read],
  );
  /** Links alone are taken over: the list stays as it is seen, with all its pages. */
  const renewThumbnails = useCallback(
    async (count: number) => {
      const { signal } = control.current ?? new AbortController();
      const links = new Map<string, Queued["thumbnail"]>();
      let from: string | null | undefined = null;
      try {
        do {
          const page: Awaited<ReturnType<typeof read>> = await read(from, signal);
          for (const item of page.items) links.set(keyOf(item), item.thumbnail);
          from = page.next_cursor;
        } while (from && links.size < count);
      } catch {
        // Without new links there are just no pictures.
        return;
      }
      setItems((before) =>
        before.map((item) => ({ ...item, thumbnail: links.get(keyOf(item)) ?? item.thumbnail ?? null })),
      );
    },
    [read],
  );
  useEffect(() => {
    setItems([]);
    void load(null);
  }, [load]);
  // Whoever comes back from a certificate sees what others did meanwhile.
  const wasListed = useRef(listed);
  useEffect(() => {
    if (listed && !wasListed.current) void load(null);
    wasListed.current = listed;
  }, [listed, load]);

  const drop = useCallback((keys: string[]) => {
    setItems((before) =>
      before.filter((item) => {
        const key = keyOf(item);
        if (!keys.includes(key)) return true;
        dropped.current.set(key, item.version);
        return false;
      }),
    );
  }, []);
  const value = useMemo<QueueState>(
    () => ({
      items,
      loading: state.loading,
      searching: state.searching ?? false,
      error: state.error,
      more: Boolean(cursor),
      search,
      loadMore: () => void load(cursor ?? null),
      stop: () => {
        control.current?.abort();
        setState({ loading: false });
      },
      reload: () => void load(null),
      renewThumbnails: () => void renewThumbnails(items.length),
      drop,
    }),
    [items, state, cursor, search, load, renewThumbnails, drop],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
