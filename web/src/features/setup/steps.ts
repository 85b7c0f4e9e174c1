/** What an academy needs before its learners can begin; what of it is there is told by the data alone. */

import type { CreditType, Learner, Settings, StaffMember } from "../../api/types";
import { isSystem } from "./principals";

export const STEPS = ["academy", "creditType", "learners", "staff"] as const;
export type StepId = (typeof STEPS)[number];

export interface Known {
  settings: Settings;
  types: Iterable<CreditType>;
  /** Some of the directory; undefined until it is read. */
  learners: readonly Learner[] | undefined;
  /** Known to administrators alone. */
  staff: readonly StaffMember[] | undefined;
}

/** Whether a step is done; undefined where that is not known. */
export function isDone(step: StepId, { settings, types, learners, staff }: Known): boolean | undefined {
  switch (step) {
    case "academy":
      return settings.name !== null && (settings.logo !== null || settings.accent !== null);
    case "creditType":
      return [...types].some((type) => !type.retired);
    case "learners": {
      // Whoever set the academy up has an account, too, and is no learner for that.
      const ours = new Set(staff?.map(({ principal }) => principal));
      return learners?.some(({ learner_id }) => !ours.has(learner_id));
    }
    case "staff":
      return staff && staff.filter(({ principal }) => !isSystem(principal)).length > 1;
  }
}

/** Who reviews alone is ready without the last one. */
export const isOptional = (step: StepId) => step === "staff";
