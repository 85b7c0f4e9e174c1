import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { Page } from "../../cache";
import { type ChangeFilters, staffKeys } from "../../keys";
import { from, paged } from "../../listing";
import { staffCall } from "../../staff";
import type { SetUpChange } from "../../types";

/** Changes that make a page. */
export const CHANGES_PAGE = 50;

/** What was changed in the academy's set-up, the latest first. */
export const changesOptions = (academy_id: string, filters: ChangeFilters) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).changes.list(filters),
    queryFn: ({ pageParam, signal }): Promise<Page<SetUpChange>> =>
      staffCall("get", "/admin/academies/{academy_id}/changes", {
        path: { academy_id },
        query: { ...filters, limit: CHANGES_PAGE, ...from(pageParam) },
        signal,
      }),
    placeholderData: keepPreviousData,
    ...paged,
  });
