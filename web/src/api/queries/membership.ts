/** How the learner stands with the academy. */

import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import type { OwnMembership } from "../types";

/** While an export is made. */
const UNDER_WAY_POLL_MS = 5_000;

export const ownMembershipOptions = queryOptions({
  queryKey: keys.membership,
  queryFn: ({ signal }) => call("get", "/membership", { signal }),
  refetchInterval: ({ state }) => (state.data?.export?.state === "working" ? UNDER_WAY_POLL_MS : false),
  ...watched,
});

/** Put all that is held on one into one archive, in the background. */
export const exportMyData = mutationOptions({
  mutationFn: () => call("post", "/membership/export", {}),
  onSuccess: (begun, _nothing, _before, { client }) =>
    client.setQueryData<OwnMembership>(keys.membership, (known) => known && { ...known, export: begun }),
});

/** Ask the academy to erase all that it holds on one. */
export const askToBeErased = mutationOptions({
  mutationFn: () => call("post", "/membership/erasure-request", {}),
  onSuccess: (saved, _nothing, _before, { client }) => client.setQueryData(keys.membership, saved),
});
