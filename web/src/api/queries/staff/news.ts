/** What one of the staff is told, and how far they have read. */

import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { staffKeys } from "../../keys";
import { staffCall } from "../../staff";
import type { NewsPage } from "../../types";
import { asked, noteRead } from "../news";

const NEWS = "/admin/academies/{academy_id}/news";

export const staffNewsOptions = (academy_id: string, limit: number) =>
  queryOptions({
    queryKey: [...staffKeys(academy_id).news, limit],
    queryFn: ({ signal }): Promise<NewsPage> =>
      staffCall("get", NEWS, { path: { academy_id }, query: { limit }, signal }),
    ...asked,
  });

/** Note that all was read that was shown. */
export const readStaffNews = (academy_id: string) =>
  mutationOptions({
    mutationFn: (mark: number) => staffCall("post", `${NEWS}/read`, { path: { academy_id }, body: { mark } }),
    onSuccess: ({ unread }, _mark, _before, { client }) =>
      noteRead(client, staffKeys(academy_id).news, unread),
  });
