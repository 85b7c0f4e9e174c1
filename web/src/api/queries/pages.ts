/** What documents look like. */

import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { mayReadAgain, pauseOf } from "../client";
import { Refused } from "../../errors";
import { type Drawn, keys } from "../keys";
import { type Ask, Pictures } from "../pictures";
import type { Rendition } from "../types";

/** A document that was drawn: what stands on its pages, and their pictures. */
export interface DrawnDocument {
  rendition: Rendition;
  pictures: Pictures;
}

const PAUSE_MS = 2_000;
const DRAWN_WITHIN_MS = 30_000;

/** It was handed in before documents were drawn, or this moment: it is being drawn. */
export function isBeingDrawn(error: unknown): boolean {
  return error instanceof Refused && error.is("not-drawn");
}

/**
 * What a document looks like. It does not change; the links to its pictures lapse after a minute, and
 * the pictures ask for others themselves. Where they are told of another document, the file was
 * replaced: that one takes the place of what is shown.
 */
export function pagesOptions(of: Drawn, ask: Ask) {
  const queryKey = keys.pages(of);
  const shown = (client: QueryClient, rendition: Rendition): DrawnDocument => ({
    rendition,
    pictures: new Pictures(rendition, ask, (now) =>
      client.setQueryData<DrawnDocument>(queryKey, shown(client, now)),
    ),
  });
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => shown(client, await ask(signal)),
    staleTime: Infinity,
    structuralSharing: false,
    retry: (failures, error) =>
      isBeingDrawn(error) ? failures < DRAWN_WITHIN_MS / PAUSE_MS : mayReadAgain(failures, error),
    retryDelay: (_, error) => (isBeingDrawn(error) ? PAUSE_MS : pauseOf(error)),
  });
}
