/** The queue, as the address of a page names it: the review page goes through it. */

import { useLocation } from "react-router";
import { type Listing, useListing } from "../../api/listing";
import type { ReviewFilters } from "../../api/keys";
import { QUEUE_PAGE, reviewsOptions } from "../../api/queries/staff/reviews";
import type { Queued } from "../../api/types";
import { useUser } from "../../session/useSession";

/** Each a filter of the API, and a parameter of the address. */
const FILTERS = [
  "status",
  "credit_type",
  "learner_id",
  "assigned_to",
  "document",
] as const satisfies readonly (keyof ReviewFilters)[];

export interface Queue extends Listing<Queued> {
  items: Queued[];
  /** What the address says of the filters; pages of the queue carry it on. */
  search: string;
}

/** What the filters in an address are. The API says so where it does not know one. */
export function filtersOf(search: string): ReviewFilters {
  const address = new URLSearchParams(search);
  return Object.fromEntries(
    FILTERS.flatMap((name) => (address.get(name) ? [[name, address.get(name)]] : [])),
  );
}

export function useQueue(): Queue {
  const { academyId } = useUser();
  const { search } = useLocation();
  const list = useListing(reviewsOptions(academyId, filtersOf(search)), QUEUE_PAGE);
  return { ...list, items: list.items ?? NONE, search };
}

const NONE: Queued[] = [];
