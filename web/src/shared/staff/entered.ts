import type { Action, Certificate, Status } from "../../api/types";
import { lookUp } from "../kinds";

type EntryAction = Extract<Action, "edit" | "withdraw">;

const ACTIONS: Record<Status, readonly EntryAction[]> = {
  pending: ["edit", "withdraw"],
  changes_requested: ["edit", "withdraw"],
  approved: [],
  declined: [],
  withdrawn: [],
  revoked: [],
  superseded: [],
};

/** What staff can do with what staff entered, where it stands. The rules are the server's. */
export function entryActions(
  certificate: Pick<Certificate, "status" | "entered_on_behalf"> | undefined,
): Set<EntryAction> {
  return new Set(certificate?.entered_on_behalf ? lookUp(ACTIONS, certificate.status) : []);
}
