/** Every decision that staff can make, and what is particular to it. The rules are the server's. */

import type { Certificate, DecisionAction, Status } from "../../api/types";
import { kindsOf } from "../kinds";

export type Action = DecisionAction;

interface Rule {
  /** Where a certificate stands when it can be made. */
  from: readonly Status[];
  /** Where else, with what staff entered: the academy's own word. */
  fromEntered?: readonly Status[];
  administratorsOnly: boolean;
  /** Whether one of the academy's reasons goes with it. */
  needsReason: boolean;
  /** The key that begins it. */
  key: string;
}

/** The key that begins an approval of something else than what was stated. */
export const ADJUST_KEY = "w";

/** In the order in which they are offered. */
const DECISIONS = {
  approve: { from: ["pending"], administratorsOnly: false, needsReason: false, key: "a" },
  request_changes: { from: ["pending"], administratorsOnly: false, needsReason: true, key: "c" },
  decline: { from: ["pending"], administratorsOnly: false, needsReason: true, key: "d" },
  reopen: {
    from: ["approved", "superseded", "declined"],
    administratorsOnly: true,
    needsReason: false,
    key: "o",
  },
  revoke: {
    from: ["approved", "superseded"],
    fromEntered: ["pending"],
    administratorsOnly: true,
    needsReason: false,
    key: "r",
  },
} as const satisfies Record<Action, Rule>;

export const ACTIONS = kindsOf(DECISIONS);
export const ruleOf = (action: Action): Rule => DECISIONS[action];

/** Those that can be made on many at once: on what waits. */
export type BulkAction = {
  [A in Action]: "pending" extends (typeof DECISIONS)[A]["from"][number] ? A : never;
}[Action];
export const BULK = ACTIONS.filter((action): action is BulkAction => ruleOf(action).from.includes("pending"));

/** What the staff can do with a certificate where it stands. */
export function actionsFor(
  { status, entered_on_behalf }: Pick<Certificate, "status" | "entered_on_behalf">,
  administrator: boolean,
): Action[] {
  return ACTIONS.filter((action) => {
    const { from, fromEntered = [], administratorsOnly } = ruleOf(action);
    const isPossible = from.includes(status) || (entered_on_behalf && fromEntered.includes(status));
    return isPossible && (administrator || !administratorsOnly);
  });
}
