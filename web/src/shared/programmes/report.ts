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

/** The minimum that asks the most of all that count: what one says when asked how far one is. */
export function totalOf({ nodes }: Pick<Cycle, "nodes">): (ReportNode & { total: Figures }) | undefined {
  const totals = nodes.flatMap((node) => {
    const [total, ...more] = node.figures;
    return node.kind === "at_least" && node.asked && total && !more.length ? [{ ...node, total }] : [];
  });
  return totals.reduce<(typeof totals)[number] | undefined>(
    (most, node) => (most && Number(most.total.needed) >= Number(node.total.needed) ? most : node),
    undefined,
  );
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
      case "any_of": {
        const chosen = node.of.filter(({ id }) => node.chosen.includes(id));
        return missingIn(chosen.length ? chosen : node.of);
      }
      case "all_of":
      case "disjoint":
        return missingIn(node.of);
    }
  });
}

/** Which minimums name what is particular: the total says nothing beside another. */
export function particular(ids: readonly string[], total: string | undefined): string[] {
  const others = ids.filter((id) => id !== total);
  return others.length ? others : [];
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

/** The cycle that runs, or was the last that did. */
export function cycleOn(cycles: readonly Cycle[], starts_on: string | null): Cycle | undefined {
  return cycles.find((cycle) => cycle.starts_on === starts_on) ?? cycles.at(-1);
}
