import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isAbort } from "../api/errors";

export interface Picture {
  /** An address of the picture in this page, once it is there. */
  url: string | undefined;
  failed: boolean;
  retry: () => void;
}

/** A picture that is fetched when it is wanted, and kept until its place is gone. */
export function usePicture(wanted: boolean, get: (signal: AbortSignal) => Promise<Blob>): Picture {
  const [url, setUrl] = useState<string>();
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  const latest = useRef(get);
  latest.current = get;

  useEffect(() => {
    if (!wanted) return undefined;
    const control = new AbortController();
    let made: string | undefined;
    setFailed(false);
    latest.current(control.signal).then(
      (blob) => {
        if (control.signal.aborted) return;
        made = URL.createObjectURL(blob);
        setUrl(made);
      },
      (error: unknown) => {
        if (!isAbort(error) && !control.signal.aborted) setFailed(true);
      },
    );
    return () => {
      control.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [wanted, round]);

  return { url, failed, retry: useCallback(() => setRound((count) => count + 1), []) };
}

/**
 * Whether something has come near the part that is seen; it stays so.
 *
 * @param within What it scrolls in; the window where nothing is named.
 */
export function useNear(
  target: RefObject<Element | null>,
  within?: RefObject<Element | null>,
  begins = false,
): boolean {
  const [near, setNear] = useState(begins);
  useEffect(() => {
    if (near) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { root: within?.current ?? null, rootMargin: "600px" },
    );
    observer.observe(target.current!);
    return () => observer.disconnect();
  }, [near, target, within]);
  return near;
}
