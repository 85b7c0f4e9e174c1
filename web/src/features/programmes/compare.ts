/** What an example is said to come to, beside what the rules make of it. */

import type { Cycle, PackExample, ReportNode, Trial } from "../../api/types";
import { byNodeId } from "../../shared/programmes/report";

export interface Compared {
  id: string;
  name: string;
  expected: string;
  computed: string | undefined;
  same: boolean;
}

const FIGURES = ["have", "needed", "missing", "waiting"] as const;
type Figure = (typeof FIGURES)[number];

const alike = (one: string, other: string | undefined) =>
  other !== undefined && Number(one) === Number(other);

/** The cycle that an example is about. */
export function cycleOf(example: PackExample, trial: Trial): Cycle | undefined {
  return trial.cycles.find(({ starts_on }) => starts_on === example.expected.starts_on);
}

function figureOf(node: ReportNode | undefined, window: string | undefined, figure: Figure) {
  const found = window ? node?.figures.find(({ starts_on }) => starts_on === window) : node?.figures[0];
  if (found) return found[figure];
  return figure === "missing" ? node?.missing : undefined;
}

/** Figure by figure, those of the whole cycle first. */
export function compare(example: PackExample, trial: Trial): { figure: Figure | "counted"; row: Compared }[] {
  const cycle = cycleOf(example, trial);
  const nodes = byNodeId(cycle?.nodes ?? []);
  const row = (id: string, name: string, expected: string, computed: string | undefined): Compared => ({
    id,
    name,
    expected,
    computed,
    same: alike(expected, computed),
  });
  return [
    { figure: "counted", row: row("", "", example.expected.counted, cycle?.counted) },
    ...Object.entries(example.expected.requirements).flatMap(([key, figures]) => {
      const [id = "", window] = key.split("/");
      const node = nodes.get(id);
      return FIGURES.flatMap((figure) => {
        const expected = figures[figure];
        return expected === null
          ? []
          : [{ figure, row: row(key, node?.name ?? id, expected, figureOf(node, window, figure)) }];
      });
    }),
  ];
}

/** Whether all of it comes to what is said, whether the cycle is done among it. */
export function agrees(example: PackExample, trial: Trial): boolean {
  return (
    cycleOf(example, trial)?.done === example.expected.done &&
    compare(example, trial).every(({ row }) => row.same)
  );
}
