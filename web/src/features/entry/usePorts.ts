import { issueEntryUpload, pagesOfEntryUpload, readEntryUpload } from "../../api/queries/staff/learners";
import { useMutation } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Ports } from "../../shared/adding/ports";

/** What an entry counts for is seen in each learner's credits. */
const untold = () => null;

/**
 * Staff ask on behalf of learners.
 *
 * @param learnerId Whose it is; one file for several belongs to the academy, and to none of them.
 */
export function usePorts(academyId: string, learnerId?: string): Ports {
  const { mutateAsync: issue } = useMutation(issueEntryUpload(academyId, learnerId));
  return useMemo(
    () => ({
      uploads: { issue, read: (uploadId) => readEntryUpload(academyId, uploadId, learnerId) },
      pages: (uploadId, signal) => pagesOfEntryUpload(academyId, uploadId, signal, learnerId),
      useForecast: untold,
      href: (id) => `/console/queue/${learnerId}/${id}`,
    }),
    [academyId, learnerId, issue],
  );
}
