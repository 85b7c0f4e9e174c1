import { queryOptions } from "@tanstack/react-query";
import { FRESH_MS } from "../client";
import { keys } from "../keys";
import { call } from "../learner";

/** What can be claimed at the learner's academy. */
export const creditTypesOptions = queryOptions({
  queryKey: keys.creditTypes,
  queryFn: async ({ signal }) => (await call("get", "/credit-types", { signal })).items,
  staleTime: FRESH_MS.setUp,
});
