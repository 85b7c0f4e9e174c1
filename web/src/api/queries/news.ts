/** What a learner was told, and how far they have read. */

import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import type { NewsPage } from "../types";

/** As often a page that stays open asks for more. */
const ASK_MS = 300_000;
export const asked = { ...watched, refetchInterval: ASK_MS, placeholderData: keepPreviousData } as const;

/** How many are shown at first, and to who wants to see older ones. */
export const SHOWN = { first: 20, most: 100 } as const;

export const newsOptions = (limit: number) =>
  queryOptions({
    queryKey: [...keys.news, limit],
    queryFn: ({ signal }): Promise<NewsPage> => call("get", "/news", { query: { limit }, signal }),
    ...asked,
  });

/** Note that all was read that was shown. */
export const readNews = mutationOptions({
  mutationFn: (mark: number) => call("post", "/news/read", { body: { mark } }),
  onSuccess: ({ unread }, _mark, _before, { client }) => noteRead(client, keys.news, unread),
});

/** What is shown goes on saying what was new. */
export function noteRead(client: QueryClient, queryKey: readonly string[], unread: number): void {
  client.setQueriesData<NewsPage>({ queryKey }, (page) => page && { ...page, unread });
}
