/** Names of learners: asked for once each, and only where one is shown. */

import { useQuery } from "@tanstack/react-query";
import { learnerOptions } from "../../api/queries/staff/learners";
import type { Certificate } from "../../api/types";
import { useUser } from "../../session/useSession";

/** A learner's name; it stands on what they hand in themselves. */
export function useLearnerName(certificate: Pick<Certificate, "learner_id" | "submitted_by">): string {
  const { learner_id, submitted_by } = certificate;
  const own = submitted_by.id === learner_id ? submitted_by.name : undefined;
  const { academyId } = useUser();
  const { data } = useQuery({ ...learnerOptions(academyId, learner_id), enabled: !own });
  return own ?? data?.name ?? learner_id;
}
