import { useCallback, useEffect, useRef, useState } from "react";
import { isAbort, Refused } from "../api/errors";
import type { Rendition } from "../api/types";
import { type Ask, drawn, Pictures } from "./pages";

export type PagesState =
  | { kind: "none" }
  | { kind: "loading"; drawing: boolean }
  /** Undrawn: it was handed in before documents were drawn, and drawing it takes long. */
  | { kind: "failed"; undrawn: boolean; retry: () => void }
  | { kind: "shown"; rendition: Rendition; pictures: Pictures };

/**
 * What a document looks like.
 *
 * @param key Which document; another key is another one, and none is no document.
 */
export function usePages(key: string | undefined, ask: Ask): PagesState {
  const [{ of, ...state }, setState] = useState<PagesState & { of?: string }>({ kind: "none" });
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  const retry = useCallback(() => setRound((count) => count + 1), []);

  useEffect(() => {
    if (!key) return undefined;
    const control = new AbortController();
    const { signal } = control;
    const mine = latest.current;
    const show = (next: PagesState) => {
      if (!signal.aborted) setState({ ...next, of: key });
    };
    const display = (rendition: Rendition) =>
      show({ kind: "shown", rendition, pictures: new Pictures(rendition, mine, display) });
    show({ kind: "loading", drawing: false });
    drawn(mine, signal, () => show({ kind: "loading", drawing: true })).then(display, (error: unknown) => {
      if (isAbort(error)) return;
      show({ kind: "failed", undrawn: error instanceof Refused && error.is("not-drawn"), retry });
    });
    return () => control.abort();
  }, [key, round, retry]);

  if (!key) return { kind: "none" };
  return of === key ? state : { kind: "loading", drawing: false };
}
