/** What codes of programmes and credentials say, in words. */

import "../../text/holdings";
import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import type {
  Check,
  CreditType,
  Cycle,
  Figures,
  Held,
  Help,
  HoldingState,
  LeastStep,
  ReportLine,
  ReportNode,
  Waiver,
} from "../../api/types";
import { isText, t } from "../../text";
import { formatAmount, formatDay, formatList, formatMonth } from "../../text/format";
import type { Tone } from "../../ui/tone";
import { NONE_OF_THEM } from "./asks";
import { particular, windowOf } from "./report";

export const STATES: Record<HoldingState, { tone: Tone; icon: LucideIcon }> = {
  stated: { tone: "warning", icon: CircleHelp },
  confirmed: { tone: "success", icon: CircleCheck },
  refused: { tone: "danger", icon: CircleX },
};

/** What a report can miss that is no fact of the rules' own. */
export type OwnFact = keyof Pick<Held, "held_since" | "birth_month" | "birth_year"> | "hired_on";

/** A name that rules give to a fact or a value, as somebody would say it. */
export function spelled(name: string): string {
  const words = name.replace(/[-_]+/g, " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export const factName = (fact: string): string =>
  isText(`holding.fact.${fact}`) ? t(`holding.fact.${fact as OwnFact}`) : spelled(fact);

export const valueName = (value: string): string =>
  value === NONE_OF_THEM ? t("holding.other") : spelled(value);

/** What is stated, as facts to be shown. */
export function statedFacts({
  held_since,
  birth_month,
  birth_year,
  facts,
}: Pick<Held, "held_since" | "birth_month" | "birth_year" | "facts">): [string, string][] {
  const own: [OwnFact, string | null][] = [
    ["held_since", held_since && formatDay(held_since)],
    ["birth_month", birth_month === null ? null : formatMonth(birth_month)],
    ["birth_year", birth_year && t(`holding.parity.${birth_year}`)],
  ];
  return [
    ...own.flatMap(([fact, value]): [string, string][] => (value ? [[factName(fact), value]] : [])),
    ...Object.entries(facts).map(([fact, value]): [string, string] => [factName(fact), valueName(value)]),
  ];
}

export const spanOf = ({ starts_on, ends_on }: Pick<Cycle, "starts_on" | "ends_on">): string =>
  t("credits.range", { from: formatDay(starts_on), to: formatDay(ends_on) });

/** Which cycle it is, and whether it is the one that runs. */
export function cycleName(cycle: Pick<Cycle, "number" | "starts_on" | "ends_on" | "ended">): string {
  const range = spanOf(cycle);
  const name =
    cycle.number === null ? range : t("holding.cycleNumbered", { number: String(cycle.number), range });
  return cycle.ended ? name : t("holding.cycleRuns", { cycle: name });
}

const quoted = (name: string) => t("holding.quoted", { name });

/** Requirements by their names, in one sentence. */
export function namesIn(ids: readonly string[], nodes: ReadonlyMap<string, ReportNode>): string {
  return formatList(ids.map((id) => quoted(nodes.get(id)?.name ?? id)));
}

/** A kind of credits, by the names that the academy gives its labels. */
export function helpWords({ credit_type, labels }: Help, types: readonly CreditType[]): string {
  const type = types.find(({ id }) => id === credit_type);
  const rules = (type ? [type] : types).flatMap((one) => one.labels);
  const chosen = Object.entries(labels).map(([label, choice]) => {
    const known = rules.find(({ id }) => id === label)?.choices.find(({ id }) => id === choice);
    return known?.name ?? spelled(choice);
  });
  const words = [...chosen, ...(credit_type === null ? [] : [type?.name ?? spelled(credit_type)])];
  return words.join(" · ") || t("holding.helpsAny");
}

/** How many have to be earned yet, of which kind and by when. */
export function leastWords(
  { credits, serves, earn_from, earn_by }: LeastStep,
  nodes: ReadonlyMap<string, ReportNode>,
  total: string | undefined,
  day: string,
): string {
  const when =
    earn_from > day
      ? t("holding.leastBetween", { from: formatDay(earn_from), to: formatDay(earn_by) })
      : t("holding.leastBy", { day: formatDay(earn_by) });
  const amount = formatAmount(credits);
  const named = particular(serves, total);
  return named.length
    ? t("holding.leastFor", { credits: amount, names: namesIn(named, nodes), when })
    : t("holding.leastAny", { credits: amount, when });
}

const filled = ({ have, needed }: Figures) => ({ have: formatAmount(have), needed: formatAmount(needed) });

/** A rule that a line keeps, or does not. */
export function checkWords(
  { rule, kept, requirement }: Check,
  nodes: ReadonlyMap<string, ReportNode>,
  earned_on: string | undefined,
): string {
  const node = requirement ? nodes.get(requirement) : undefined;
  if (!node) return kept ? t(`holding.rule.${rule}`) : t(`holding.crossed.${rule}`);
  const figures = windowOf(node, earned_on);
  return kept || !figures
    ? t("holding.roomUnder", { name: node.name })
    : t("holding.fullUnder", { name: node.name, ...filled(figures) });
}

/** How much of a line counts. */
export function lineWords({ credits, counted, waiting }: ReportLine): string {
  return waiting
    ? t("holding.lineWaits", { credits: formatAmount(credits) })
    : t("holding.lineCounts", { counted: formatAmount(counted), credits: formatAmount(credits) });
}

const nameOf = (requirement: string, names: ReadonlyMap<string, string>) =>
  names.get(requirement) ?? spelled(requirement);

/** What was granted, in a sentence. */
export function waiverWords(waiver: Waiver, names: ReadonlyMap<string, string>): string {
  const day = formatDay(waiver.on);
  switch (waiver.kind) {
    case "extension": {
      const { months, days } = waiver.by;
      const length = [months && t("holding.months", { months }), days && t("holding.days", { days })];
      const extra = Object.entries(waiver.extra ?? {}).map(([requirement, credits]) =>
        t("holding.extraFor", { credits: formatAmount(credits), name: nameOf(requirement, names) }),
      );
      return t("holding.waiver.extension", {
        length: formatList(length.filter((part) => typeof part === "string")),
        day,
        costs: extra.length > 0,
        extra: formatList(extra),
      });
    }
    case "fewer":
    case "extra":
      return t(`holding.waiver.${waiver.kind}`, {
        credits: formatAmount(waiver.credits),
        name: nameOf(waiver.requirement, names),
        day,
      });
    case "let_off":
      return t("holding.waiver.let_off", { name: nameOf(waiver.requirement, names), day });
  }
}
