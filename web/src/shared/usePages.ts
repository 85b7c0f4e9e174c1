import { useQuery } from "@tanstack/react-query";
import type { Drawn } from "../api/keys";
import type { Ask, Pictures } from "../api/pictures";
import { isBeingDrawn, pagesOptions } from "../api/queries/pages";
import type { Rendition } from "../api/types";

export type PagesState =
  | { kind: "none" }
  | { kind: "loading"; drawing: boolean }
  /** Undrawn: it was handed in before documents were drawn, and drawing it takes long. */
  | { kind: "failed"; undrawn: boolean; retry: () => void }
  | { kind: "shown"; rendition: Rendition; pictures: Pictures };

/** What a document looks like; none is no document. */
export function usePages(of: Drawn | undefined, ask: Ask): PagesState {
  const query = useQuery({ ...pagesOptions(of ?? { upload: "" }, ask), enabled: of !== undefined });
  if (!of) return { kind: "none" };
  if (query.data) return { kind: "shown", ...query.data };
  if (query.error && !query.isFetching)
    return { kind: "failed", undrawn: isBeingDrawn(query.error), retry: () => void query.refetch() };
  return { kind: "loading", drawing: isBeingDrawn(query.failureReason) };
}
