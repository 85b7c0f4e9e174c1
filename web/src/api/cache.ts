/** Changing what was read, before the API has said so or after. */

import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { Refused } from "../errors";
import type { Certificate } from "./types";

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

/** A list as it is kept: page by page. */
export type Pages<T> = InfiniteData<Page<T>, string | null>;

/** Change the items of every list whose key begins so; what is undefined is taken out. */
export function changeItems<T>(
  client: QueryClient,
  queryKey: QueryKey,
  change: (item: T) => T | undefined,
): void {
  client.setQueriesData<Pages<T>>(
    { queryKey },
    (kept) =>
      kept && {
        ...kept,
        pages: kept.pages.map((page) => ({
          ...page,
          items: page.items.flatMap((item) => change(item) ?? []),
        })),
      },
  );
}

type Ref = Pick<Certificate, "learner_id" | "id">;
const nameOf = ({ learner_id, id }: Ref) => `${learner_id}/${id}`;

/** Take items out of every list whose key begins so; what is returned puts each back in its place. */
export function takeOut(
  client: QueryClient,
  queryKey: QueryKey,
  isOut: (item: Certificate) => boolean,
): () => void {
  const out = client.getQueriesData<Pages<Certificate>>({ queryKey }).map(([key, kept]) => ({
    key,
    places: (kept?.pages ?? []).flatMap(({ items }, page) =>
      items.flatMap((item, at) => (isOut(item) ? [{ page, at, item }] : [])),
    ),
  }));
  changeItems<Certificate>(client, queryKey, (item) => (isOut(item) ? undefined : item));
  return () => {
    for (const { key, places } of out) {
      client.setQueryData<Pages<Certificate>>(key, (kept) => {
        if (!kept) return kept;
        // What was read meanwhile has it, or has not.
        const there = new Set(kept.pages.flatMap(({ items }) => items.map(nameOf)));
        const pages = kept.pages.map(({ items, ...page }) => ({ ...page, items: [...items] }));
        for (const { page, at, item } of places) {
          if (!there.has(nameOf(item))) pages[page]?.items.splice(at, 0, item);
        }
        return { ...kept, pages };
      });
    }
  };
}

/** Stop what is being read: an answer that is on its way knows nothing of a change that is shown at once. */
export async function holdBack(client: QueryClient, keys: readonly QueryKey[]): Promise<void> {
  // Where nothing is shown yet, it is waited for.
  const predicate = ({ state }: Query) => state.data !== undefined;
  await Promise.all(keys.map((queryKey) => client.cancelQueries({ queryKey, predicate })));
}

/** Have what stands under these keys read anew: at once where it is shown, else when it is. */
export function outdate(client: QueryClient, keys: readonly QueryKey[]): void {
  for (const queryKey of keys) void client.invalidateQueries({ queryKey });
}

/** Have it read anew when it is shown the next time; what is shown has been changed already. */
export function outdateLater(client: QueryClient, keys: readonly QueryKey[]): void {
  for (const queryKey of keys) void client.invalidateQueries({ queryKey, refetchType: "none" });
}

/** Somebody else changed, decided or took it first. */
export function isConflict(error: unknown): error is Refused {
  return error instanceof Refused && (error.status === 412 || error.is("action-not-allowed", "taken"));
}

/** The record as it is now, where a refusal tells it. */
export function currentOf(error: unknown): Certificate | undefined {
  return (isConflict(error) && (error.problem.current as Certificate | null)) || undefined;
}
