/** What a learner was told, and how far they have read. */

import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import type { NewsPage } from "../types";

/** As often a page that stays open asks for more. */
const ASK_MS = 60_000;
export const asked = { ...watched, refetchInterval: ASK_MS } as const;

export const newsOptions = queryOptions({
  queryKey: keys.news,
  queryFn: ({ signal }): Promise<NewsPage> => call("get", "/news", { signal }),
  ...asked,
});

/** Note that all was read that was shown. */
export const readNews = mutationOptions({
  mutationFn: (mark: number) => call("post", "/news/read", { body: { mark } }),
  onSuccess: ({ unread }, _mark, _before, { client }) => noteRead(client, keys.news, unread),
});

/** What is shown goes on saying what was new. */
export function noteRead(client: QueryClient, queryKey: readonly string[], unread: number): void {
  client.setQueryData<NewsPage>(queryKey, (page) => page && { ...page, unread });
}
