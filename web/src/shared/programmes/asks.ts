/** What a programme has to know of a credential: from its anchors, and from what its rules ask. */

import type { Asked, Held, Programme } from "../../api/types";

/** A fact that conditions ask for, and the values that they tell apart. */
export interface AskedFact {
  fact: string;
  values: string[];
}

export interface Asks {
  /** Whether there is no cycle without the day. */
  needsHeldSince: boolean;
  birthMonth: boolean;
  birthYear: boolean;
  facts: AskedFact[];
}

/** What is stated where none of the values holds that conditions name, as the API knows it. */
export const NONE_OF_THEM = "other";

/** All that any version asks: a report goes back to cycles of earlier ones. */
export function asksOf({ versions }: Pick<Programme, "versions">): Asks {
  const anchors = new Set(versions.map(({ cycle }) => cycle.anchor.kind));
  const isOfBirth = anchors.has("birth_month") || anchors.has("birth_year");
  const facts = new Map<string, Set<string>>();
  for (const { requires } of versions) {
    for (const { when = [] } of walk(requires)) {
      for (const { fact, one_of } of when) {
        const values = facts.get(fact) ?? new Set();
        one_of.forEach((value) => values.add(value));
        facts.set(fact, values);
      }
    }
  }
  return {
    needsHeldSince: isOfBirth || anchors.has("held_since"),
    birthMonth: isOfBirth,
    birthYear: anchors.has("birth_year"),
    facts: [...facts].map(([fact, values]) => ({ fact, values: [...values.add(NONE_OF_THEM)] })),
  };
}

/** Every requirement of a tree, each before those below it. */
export function* walk(requirements: readonly Asked[]): Generator<Asked> {
  for (const requirement of requirements) {
    yield requirement;
    if ("of" in requirement) yield* walk(requirement.of as Asked[]);
  }
}

/** What can still be asked of a credential whose rules are not to be had any more. */
export function asksOfStated({ birth_month, birth_year, facts }: Held): Asks {
  return {
    needsHeldSince: false,
    birthMonth: birth_month !== null,
    birthYear: birth_year !== null,
    facts: Object.entries(facts).map(([fact, value]) => ({ fact, values: [value] })),
  };
}
