/** The queue, as the address of a page names it: the review page goes through it. */

import { useLocation } from "react-router";
import { type Listing, useListing } from "../../api/listing";
import type { ReviewFilters } from "../../api/keys";
import { QUEUE_PAGE, reviewsOptions } from "../../api/queries/staff/reviews";
import type { Queued, ReviewStatus } from "../../api/types";
import { useUser } from "../../session/useSession";
import { kindsOf } from "../kinds";

/** Each a filter of the API, and a parameter of the address; whether only what waits has it. */
const FILTERS: Record<keyof ReviewFilters, { ofWaiting: boolean }> = {
  status: { ofWaiting: false },
  overdue: { ofWaiting: true },
  taken: { ofWaiting: true },
  assigned_to: { ofWaiting: true },
  credit_type: { ofWaiting: false },
  learner_id: { ofWaiting: false },
  document: { ofWaiting: false },
  kind: { ofWaiting: false },
  origin: { ofWaiting: false },
};

export type ReviewFilter = Exclude<keyof ReviewFilters, "status">;

/** What the queue is filtered by within a status, as an address says it. */
export function activeFilters(address: URLSearchParams): ReviewFilter[] {
  const names = kindsOf(FILTERS).filter((name): name is ReviewFilter => name !== "status");
  return names.filter((name) => address.get(name));
}

/** The address of another status, filtered alike. */
export function searchOfStatus(address: URLSearchParams, status: ReviewStatus): string {
  const next = new URLSearchParams(address);
  next.delete("status");
  if (status !== "pending") {
    for (const name of kindsOf(FILTERS)) if (FILTERS[name].ofWaiting) next.delete(name);
    next.set("status", status);
  }
  return next.size ? `?${next}` : "";
}

export interface Queue extends Listing<Queued> {
  items: Queued[];
  /** What the address says of the filters; pages of the queue carry it on. */
  search: string;
}

/** What the filters in an address are. The API says so where it does not know one. */
export function filtersOf(search: string): ReviewFilters {
  const address = new URLSearchParams(search);
  return Object.fromEntries(
    kindsOf(FILTERS).flatMap((name) => (address.get(name) ? [[name, address.get(name)]] : [])),
  );
}

export function useQueue(): Queue {
  const { academyId } = useUser();
  const { search } = useLocation();
  const list = useListing(reviewsOptions(academyId, filtersOf(search)), QUEUE_PAGE);
  return { ...list, items: list.items ?? NONE, search };
}

const NONE: Queued[] = [];
