import type { AtRisk } from "../../form/leaving";
import { type Draft, isEmpty, stated } from "../draft";
import { isUnderWay } from "../upload";
import { unmade } from "./strip";
import type { Work } from "./useWork";

/**
 * What would be lost of drafts that are kept nowhere.
 *
 * @param asItIs What the draft began with, where that is not empty.
 */
export function riskOf({ states, drafts }: Work, asItIs?: Draft): AtRisk | undefined {
  if ([...states.values()].some(isUnderWay)) return "upload";
  const isTyped = ({ draft }: { draft: Draft }) =>
    asItIs ? stated(draft) !== stated(asItIs) : !isEmpty(draft);
  return unmade(drafts.strip).some(isTyped) ? "typed" : undefined;
}
