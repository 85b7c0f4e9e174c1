/** Files on their way. */

import { mutationOptions } from "@tanstack/react-query";
import { call } from "../learner";
import type { UploadRequest } from "../types";

/** Ask for permission to put a file. */
export const issueUpload = mutationOptions({
  mutationFn: (body: UploadRequest) => call("post", "/uploads", { body }),
});

/** How a file stands. It is asked until it is known, so nothing of it is kept. */
export const readUpload = (upload_id: string) => call("get", "/uploads/{upload_id}", { path: { upload_id } });

/** What a file that was not handed in yet looks like. */
export const pagesOfUpload = (upload_id: string, signal?: AbortSignal) =>
  call("get", "/uploads/{upload_id}/pages", { path: { upload_id }, ...(signal && { signal }) });
