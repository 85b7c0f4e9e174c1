import { useCallback, useEffect, useRef, useState } from "react";
import { isAbort } from "../api/errors";

export interface Loaded<T> {
  value: T | undefined;
  error: unknown;
  loading: boolean;
  reload: () => void;
  set: (value: T) => void;
}

/** Load something when a page opens, and again whenever `key` changes. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, key = ""): Loaded<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown; loading: boolean }>({
    key,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const control = new AbortController();
    // A reload keeps what is shown; another key shows something else.
    setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }));
    latest
      .current(control.signal)
      .then((value) => {
        if (!control.signal.aborted) setState({ key, value, loading: false });
      })
      .catch((error: unknown) => {
        if (control.signal.aborted || isAbort(error)) return;
        setState((before) => ({ ...before, error, loading: false }));
      });
    return () => control.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  const set = useCallback((value: T) => setState({ key, value, loading: false }), [key]);
  const current = state.key === key ? state : { key, loading: true };
  return { value: current.value, error: current.error, loading: current.loading, reload, set };
}
