/** How the learner stands with the academy. */

import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";

export const ownMembershipOptions = queryOptions({
  queryKey: keys.membership,
  queryFn: ({ signal }) => call("get", "/membership", { signal }),
  ...watched,
});

/** Ask the academy to erase all that it holds on one. */
export const askToBeErased = mutationOptions({
  mutationFn: () => call("post", "/membership/erasure-request", {}),
  onSuccess: (saved, _nothing, _before, { client }) => client.setQueryData(keys.membership, saved),
});
