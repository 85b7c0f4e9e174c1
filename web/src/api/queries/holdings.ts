/** The learner's own credentials: what is stated of them, and how far each is. */

import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isConflict, outdate } from "../cache";
import { FRESH_MS, watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import type { Holding, HoldingBody, NewHolding } from "../types";

type Which = Pick<Holding, "id" | "version">;

/** The programmes that the academy has in force. */
export const programmesOptions = queryOptions({
  queryKey: keys.programmes,
  queryFn: async ({ signal }) => (await call("get", "/programmes", { signal })).items,
  staleTime: FRESH_MS.setUp,
});

export const holdingsOptions = queryOptions({
  queryKey: keys.holdings.list,
  queryFn: async ({ signal }) => (await call("get", "/holdings", { signal })).items,
  ...watched,
});

/** One with its report of the cycle that begins on a day, or of the one that runs; its lines behind a cursor. */
export const holdingOptions = (holding_id: string, cycle?: string, cursor?: string) =>
  queryOptions({
    queryKey: keys.holdings.one(holding_id, cycle, cursor),
    queryFn: ({ signal }) =>
      call("get", "/holdings/{holding_id}", {
        path: { holding_id },
        query: { ...(cycle && { cycle }), ...(cursor && { cursor }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    ...watched,
  });

export const enterHolding = mutationOptions({
  mutationFn: (body: NewHolding) => call("post", "/holdings", { body }),
  onSuccess: (_saved, _body, _before, { client }) => readAnew(client),
});

export const changeHolding = mutationOptions({
  mutationFn: ({ id, version, body }: Which & { body: HoldingBody }) =>
    call("put", "/holdings/{holding_id}", { path: { holding_id: id }, version, body }),
  onSuccess: (_saved, _change, _before, { client }) => readAnew(client),
  onError: (error, _change, _before, { client }) => {
    if (isConflict(error)) readAnew(client);
  },
});

export const removeHolding = mutationOptions({
  mutationFn: ({ id, version }: Which) =>
    call("delete", "/holdings/{holding_id}", { path: { holding_id: id }, version }),
  onSuccess: ({ items }, { id }, _before, { client }) => {
    client.removeQueries({ queryKey: keys.holdings.of(id) });
    client.setQueryData(keys.holdings.list, items);
  },
  onError: (error, _which, _before, { client }) => {
    if (isConflict(error)) readAnew(client);
  },
});

/** What the file that shows one looks like. */
export const pagesOfHolding = (holding_id: string, signal?: AbortSignal) =>
  call("get", "/holdings/{holding_id}/pages", { path: { holding_id }, ...(signal && { signal }) });

/** A link to the original, good for a minute. */
export const readHoldingFile = (holding_id: string) =>
  call("get", "/holdings/{holding_id}/file", { path: { holding_id } });

const readAnew = (client: QueryClient) => outdate(client, [keys.holdings.all]);
