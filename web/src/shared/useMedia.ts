import { useSyncExternalStore } from "react";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

export const useNarrow = () => useMedia("(max-width: 688px)");

/** Where a document no longer fits beside a form; see `.dialog` in the style sheet. */
export const ONE_COLUMN = "(max-width: 900px)";
