import type { HoldingState } from "../../api/types";
import { t } from "../../text";
import { StatusBadge } from "../../ui/StatusBadge";
import { lookUp } from "../kinds";
import { STATES } from "./words";

/** Whose word stands for a credential. */
export function StateBadge({ state }: { state: HoldingState }) {
  return (
    <StatusBadge {...(lookUp(STATES, state) ?? { tone: "neutral" })} label={t(`holding.state.${state}`)} />
  );
}
