/** Lists that are read page by page, of which a page can be short, even empty, while the list goes on. */

import {
  type DefaultError,
  type InfiniteData,
  type QueryKey,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Page, Pages } from "./cache";

/** Items of a list that is read page by page. */
export const itemsOf = <T>({ pages }: Pick<Pages<T>, "pages">): T[] => pages.flatMap(({ items }) => items);

/** What every such list begins with, and goes on with. */
export const paged = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }: Page<unknown>) => next_cursor ?? null,
};

/** The part of a query that says where to go on. */
export const from = (cursor: string | null) => (cursor ? { cursor } : {});

/** So many pages are read as one: what stands is drawn anew for all of them at once. */
const AT_ONCE = 10;

/**
 * A page of a list that is read to its end: the first stands soon, those after it come several as one.
 *
 * @param read Reads one page from there on.
 */
export async function readOn<T>(
  cursor: string | null,
  read: (cursor: string | null) => Promise<Page<T>>,
): Promise<Page<T>> {
  const first = await read(cursor);
  if (cursor === null) return first;
  const items = [...first.items];
  let next = first.next_cursor;
  for (let pages = 1; next && pages < AT_ONCE; pages += 1) {
    const page = await read(next);
    items.push(...page.items);
    next = page.next_cursor;
  }
  return { items, ...(next && { next_cursor: next }) };
}

export interface Listing<T> {
  /** Undefined until the first page has come. */
  items: T[] | undefined;
  loading: boolean;
  /** It reads on by itself, as too little was found yet. */
  searching: boolean;
  /** Undefined where there is none. */
  error: unknown;
  more: boolean;
  loadMore: () => void;
  stop: () => void;
  reload: () => void;
}

/** How far a list is to be read. */
interface Goal {
  /** Of which list. */
  list: string;
  items: number;
  /** The pages there were when that was said. */
  pages: number;
}

/** How such a list is read, as `infiniteQueryOptions` says it. */
export type ListOptions<T> = UseInfiniteQueryOptions<
  Page<T>,
  DefaultError,
  InfiniteData<Page<T>>,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each list has a key of its own
  any,
  string | null
>;

/**
 * A list, page by page.
 *
 * @param wanted Items that make a page: where one request finds fewer, the next is sent by itself. All
 *   that there are, where it is `Infinity`.
 */
export function useListing<T>(options: ListOptions<T>, wanted: number): Listing<T> {
  const list = JSON.stringify(options.queryKey);
  const client = useQueryClient();
  const query = useInfiniteQuery(options);
  const [said, setSaid] = useState<Goal>({ list, items: wanted, pages: 0 });
  const goal = said.list === list ? said : { list, items: wanted, pages: 0 };
  const items = useMemo(() => query.data && itemsOf(query.data), [query.data]);
  const { hasNextPage, isFetching, isPlaceholderData, fetchNextPage, error } = query;
  const tooFew = hasNextPage && !isPlaceholderData && error === null && (items?.length ?? 0) < goal.items;

  useEffect(() => {
    if (tooFew && !isFetching) void fetchNextPage({ cancelRefetch: false });
    // What came is a reason of its own: an answer can be there before anybody saw that it was waited for.
  }, [items, tooFew, isFetching, fetchNextPage]);

  const { refetch } = query;
  const reload = useCallback(() => void refetch({ cancelRefetch: false }), [refetch]);

  const count = items?.length ?? 0;
  const pages = query.data?.pages.length ?? 0;
  return {
    items,
    loading: isFetching || tooFew,
    searching: tooFew && pages > goal.pages,
    error: error ?? undefined,
    more: hasNextPage,
    loadMore: () => {
      setSaid({ list, items: count + wanted, pages });
      // After a failure nothing goes on by itself.
      if (error) void fetchNextPage({ cancelRefetch: false });
    },
    stop: () => {
      setSaid({ list, items: 0, pages });
      void client.cancelQueries({ queryKey: options.queryKey as QueryKey });
    },
    reload,
  };
}
