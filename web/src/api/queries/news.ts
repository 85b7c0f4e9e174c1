/** What people were told, and how far they have read. */

import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { watched } from "../client";
import { keys, staffKeys } from "../keys";
import { call } from "../learner";
import { staffCall } from "../staff";
import type { NewsPage } from "../types";

/** Whose news: the learner's own, or what an academy's administrators are told. */
export type Whose = "own" | { academy_id: string };

const STAFF = "/admin/academies/{academy_id}/news";
/** As often a page that stays open asks for more. */
const ASK_MS = 60_000;

const keyOf = (whose: Whose) => (whose === "own" ? keys.news : staffKeys(whose.academy_id).news);

export const newsOptions = (whose: Whose) =>
  queryOptions({
    queryKey: keyOf(whose),
    queryFn: ({ signal }): Promise<NewsPage> =>
      whose === "own" ? call("get", "/news", { signal }) : staffCall("get", STAFF, { path: whose, signal }),
    ...watched,
    refetchInterval: ASK_MS,
  });

/** Note that all was read that was shown. What is shown goes on saying what was new. */
export const readNews = (whose: Whose) =>
  mutationOptions({
    mutationFn: (mark: number): Promise<{ unread: number }> =>
      whose === "own"
        ? call("post", "/news/read", { body: { mark } })
        : staffCall("post", `${STAFF}/read`, { path: whose, body: { mark } }),
    onSuccess: ({ unread }, _mark, _before, { client }) =>
      client.setQueryData<NewsPage>(keyOf(whose), (page) => page && { ...page, unread }),
  });
