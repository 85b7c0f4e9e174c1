/** What the ids in a programme are called: by the academy's credit types, where they know them. */

import type { CreditType } from "../../api/types";

export interface Names {
  type: (id: string) => string;
  label: (id: string) => string;
  choice: (label: string, id: string) => string;
}

/** An id as it can be read where nobody has named it: `business-acumen` is “Business acumen”. */
export function plainly(id: string): string {
  const words = id.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** What names ids: a credit type, of the academy or shipped with a programme. */
export type Naming = Pick<CreditType, "id" | "name" | "labels">;

/** The first that knows a label names it. */
export function namesOf(types: Iterable<Naming>): Names {
  const named = new Map<string, string>();
  const labels = new Map<string, string>();
  const choices = new Map<string, string>();
  const put = (into: Map<string, string>, id: string, name: string) => {
    if (!into.has(id)) into.set(id, name);
  };
  for (const type of types) {
    put(named, type.id, type.name);
    for (const label of type.labels) {
      put(labels, label.id, label.name);
      for (const choice of label.choices) put(choices, `${label.id} ${choice.id}`, choice.name);
    }
  }
  return {
    type: (id) => named.get(id) ?? plainly(id),
    label: (id) => labels.get(id) ?? plainly(id),
    choice: (label, id) => choices.get(`${label} ${id}`) ?? plainly(id),
  };
}
