import "../../text/rules";
import {
  Archive,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleX,
  type LucideIcon,
  PencilLine,
  TrendingUp,
} from "lucide-react";
import type { Holder, HoldingStanding, Programme, ProgrammeState } from "../../api/types";
import type { Version } from "../../shared/programmes/kinds";
import type { Tone } from "../../ui/tone";

export const LIST = "/console/programmes";

export const STATES: Record<ProgrammeState, { tone: Tone; icon: LucideIcon }> = {
  draft: { tone: "info", icon: PencilLine },
  in_force: { tone: "success", icon: CircleCheck },
  retired: { tone: "neutral", icon: Archive },
};

export const STANDINGS: Record<HoldingStanding, { tone: Tone; icon: LucideIcon }> = {
  complete: { tone: "success", icon: CircleCheck },
  on_track: { tone: "info", icon: TrendingUp },
  behind: { tone: "warning", icon: CircleAlert },
  ended_short: { tone: "danger", icon: CircleX },
  facts_missing: { tone: "neutral", icon: CircleHelp },
  not_begun: { tone: "neutral", icon: CalendarClock },
};

export const isStanding = (word: string | null): word is HoldingStanding =>
  word !== null && Object.hasOwn(STANDINGS, word);

/** Where staff look at what somebody holds. */
export const credentialOf = ({ learner_id, holding_id }: Pick<Holder, "learner_id" | "holding_id">) =>
  `/console/learners/${learner_id}?tab=credentials&credential=${holding_id}`;

/** What is in force comes first, what is retired last. */
export const ORDER: Record<ProgrammeState, number> = { in_force: 0, draft: 1, retired: 2 };

/** The version whose rules a cycle that begins on a day keeps. */
export function versionOn({ versions }: Pick<Programme, "versions">, day: string): Version {
  return versions.findLast(({ begins_on }) => begins_on <= day) ?? versions[0]!;
}

/** Where something was read: words, and the addresses among them. */
export function partsOf(source: string): { text: string; href?: string }[] {
  return source.split(/(https?:\/\/[^\s;,]+)/).flatMap((part) => {
    if (!part) return [];
    return /^https?:/.test(part)
      ? [{ text: part.replace(/^https?:\/\/(www\.)?/, ""), href: part }]
      : [{ text: part }];
  });
}
