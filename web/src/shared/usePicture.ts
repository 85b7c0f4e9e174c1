import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useState } from "react";
import { keys } from "../api/keys";

export interface Picture {
  /** An address of the picture in this page, once it is there. */
  url: string | undefined;
  failed: boolean;
  retry: () => void;
}

/**
 * A picture that is fetched when it is wanted.
 *
 * @param name What it is called, whatever link leads to it; undefined while it is not wanted.
 */
export function usePicture(name: string | undefined, get: (signal: AbortSignal) => Promise<Blob>): Picture {
  const { data, isError, isFetching, refetch } = useQuery({
    queryKey: keys.picture(name ?? ""),
    queryFn: ({ signal }) => get(signal),
    enabled: name !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const [url, setUrl] = useState<string>();
  const blob = name === undefined ? undefined : data;
  useEffect(() => {
    if (!blob) return undefined;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [blob]);
  return { url, failed: isError && !isFetching, retry: () => void refetch() };
}

/**
 * Whether something has come near the part that is seen; it stays so.
 *
 * @param within What it scrolls in; the window where nothing is named.
 * @param margin How near.
 */
export function useNear(
  target: RefObject<Element | null>,
  within?: RefObject<Element | null>,
  begins = false,
  margin = "600px",
): boolean {
  const [near, setNear] = useState(begins);
  useEffect(() => {
    if (near) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true),
      { root: within?.current ?? null, rootMargin: margin },
    );
    observer.observe(target.current!);
    return () => observer.disconnect();
  }, [near, target, within, margin]);
  return near;
}
