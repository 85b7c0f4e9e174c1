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
  superseded: { own: [], entered: ["dispute"] },
};

/** Whether a renewal is offered: of what ends one day, and is not being renewed. */
export function isRenewable({
  status,
  expires_on,
  renewed_by,
}: Pick<Certificate, "status" | "expires_on" | "renewed_by">): boolean {
  return status === "approved" && expires_on !== null && renewed_by === null;
}

/** What is offered where a certificate stands. The rules are the server's. */
export function learnerActions(certificate: Certificate): Set<LearnerAction> {
  const actions = lookUp(ACTIONS, certificate.status);
  return new Set(certificate.entered_on_behalf ? actions?.entered : actions?.own);
}
