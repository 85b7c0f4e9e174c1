/** What is read off a report: the total, what is missing, what presses. */

import type { Cycle, Figures, Holding, ReportNode } from "../../api/types";

/** Every requirement of a report, each before those below it. */
export function* nodesOf(nodes: readonly ReportNode[]): Generator<ReportNode> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(node.of);
  }
}

export const byNodeId = (nodes: readonly ReportNode[]): ReadonlyMap<string, ReportNode> =>
  new Map([...nodesOf(nodes)].map((node) => [node.id, node]));

/** Alternatives that were not chosen count for nothing. */
const takenOf = ({ kind, of, chosen }: ReportNode): readonly ReportNode[] =>
  kind === "any_of" && of.some(({ id }) => chosen.includes(id))
    ? of.filter(({ id }) => chosen.includes(id))
    : of;

/** Every minimum that is asked. */
function* minimumsIn(nodes: readonly ReportNode[]): Generator<ReportNode> {
  for (const node of nodes) {
    if (node.asked && node.kind === "at_least" && node.figures.length) yield node;
    yield* minimumsIn(takenOf(node));
  }
}

const askedBy = ({ figures }: ReportNode) =>
  figures.reduce((sum, { asked, needed }) => sum + (asked ? Number(needed) : 0), 0);

/** What one says when asked how far one is. */
export interface Total {
  node: ReportNode;
  /** Where it is asked in several stretches, those of the one that runs, or was the last. */
  figures: Figures;
}

/**
 * The minimum that asks the most.
 *
 * @param day Of the report; it tells which stretch runs.
 */
export function totalOf({ nodes }: Pick<Cycle, "nodes">, day?: string): Total | undefined {
  const [first, ...others] = minimumsIn(nodes);
  if (!first) return undefined;
  const node = others.reduce((most, one) => (askedBy(one) > askedBy(most) ? one : most), first);
  const running = node.figures.find(({ starts_on, ends_on }) => day && starts_on <= day && day <= ends_on);
  return { node, figures: running ?? node.figures.at(-1)! };
}

/** What is asked and not there yet, each by itself; of alternatives, of those that were chosen. */
export function missingIn(nodes: readonly ReportNode[]): ReportNode[] {
  return nodes.flatMap((node) => {
    if (!node.asked || node.done) return [];
    switch (node.kind) {
      case "at_least":
      case "confirmed":
        return [node];
      case "at_most":
        return [];
      case "any_of":
      case "all_of":
      case "disjoint":
        return missingIn(takenOf(node));
    }
  });
}

/** Those of some minimums that say more than the total does. */
export function particular(ids: readonly string[], total: string | undefined): string[] {
  return ids.filter((id) => id !== total);
}

/** The window in which a day lies. */
export const windowOf = ({ figures }: ReportNode, day: string | undefined): Figures | undefined =>
  figures.find(({ starts_on, ends_on }) => day && starts_on <= day && day <= ends_on) ?? figures[0];

/** So many days before its end a cycle that is not done presses. */
const PRESSES_DAYS = 90;

/** Why a credential needs its learner. */
export type Pressing = "refused" | "ends";

export function pressing({ state, cycle }: Pick<Holding, "state" | "cycle">): Pressing | undefined {
  if (state === "refused") return "refused";
  const ends = cycle && !cycle.done && !cycle.ended && cycle.days_left <= PRESSES_DAYS;
  return ends ? "ends" : undefined;
}
