import { useCallback, useEffect, useRef, useState } from "react";
import { isAbort } from "../api/errors";
import { type Page, parts } from "./listing";

export interface Listing<T> {
  /** Undefined until the first part has come. */
  items: T[] | undefined;
  loading: boolean;
  /** It reads on by itself, as too little was found yet. */
  searching: boolean;
  error: unknown;
  more: boolean;
  loadMore: () => void;
  stop: () => void;
  reload: () => void;
}

interface State<T> {
  items?: T[];
  cursor: string | null;
  loading: boolean;
  searching: boolean;
  error?: unknown;
}

/**
 * A list, page by page.
 *
 * @param key Which list: another key begins another one, and what was shown stays until it comes.
 * @param wanted Items that make a page: where one request finds fewer, the next is sent by itself.
 */
export function useListing<T>(
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>,
  wanted: number,
  key = "",
): Listing<T> {
  const [state, setState] = useState<State<T>>({ cursor: null, loading: true, searching: false });
  const [round, setRound] = useState(0);
  const control = useRef<AbortController>(undefined);
  const latest = useRef(read);
  latest.current = read;

  const load = useCallback(
    async (from: string | null) => {
      control.current?.abort();
      const { signal } = (control.current = new AbortController());
      // What was shown of another list stays until the first part comes, but not where it ended.
      setState(({ items }) => ({ items, cursor: from, loading: true, searching: false }));
      let first = from === null;
      try {
        for await (const part of parts((cursor) => latest.current(cursor, signal), from, wanted)) {
          if (signal.aborted) return;
          const anew = first;
          first = false;
          setState((before) => ({
            items: anew ? part.items : [...(before.items ?? []), ...part.items],
            cursor: part.cursor,
            loading: part.searching,
            searching: part.searching,
          }));
        }
      } catch (error) {
        if (signal.aborted || isAbort(error)) return;
        setState((before) => ({ ...before, loading: false, searching: false, error }));
      }
    },
    [wanted],
  );
  useEffect(() => {
    void load(null);
    return () => control.current?.abort();
  }, [load, key, round]);

  return {
    items: state.items,
    loading: state.loading,
    searching: state.searching,
    error: state.error,
    more: state.cursor !== null,
    loadMore: () => void load(state.cursor),
    stop: () => {
      control.current?.abort();
      setState((before) => ({ ...before, loading: false, searching: false }));
    },
    reload: useCallback(() => setRound((count) => count + 1), []),
  };
}
