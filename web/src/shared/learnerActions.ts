import type { Action, Certificate, Status } from "../api/types";
import { lookUp } from "./kinds";

type LearnerAction = Extract<Action, "edit" | "withdraw" | "dispute">;

/** What a learner can do with what they handed in, and with what staff entered for them. */
const ACTIONS: Record<Status, { own: LearnerAction[]; entered: LearnerAction[] }> = {
  pending: { own: ["edit", "withdraw"], entered: ["dispute"] },
  changes_requested: { own: ["edit", "withdraw"], entered: [] },
  approved: { own: [], entered: ["dispute"] },
  declined: { own: [], entered: [] },
  withdrawn: { own: [], entered: [] },
  revoked: { own: [], entered: [] },
};

/** What is offered where a certificate stands. The rules are the server's. */
export function learnerActions(certificate: Certificate): Set<LearnerAction> {
  const actions = lookUp(ACTIONS, certificate.status);
  return new Set(certificate.entered_on_behalf ? actions?.entered : actions?.own);
}
