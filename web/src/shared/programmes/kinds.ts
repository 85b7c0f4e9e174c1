/** The parts that a programme is made of, as the API describes them. */

import type { components } from "../../api/schema.d";
import type { Programme } from "../../api/types";

export type Version = Programme["versions"][number];
export type Rule = Version["requires"][number];
export type RuleKind = Rule["kind"];
export type Amounted = Extract<Rule, { kind: "at_least" | "at_most" }>;
export type Which = NonNullable<Version["counts"]>;
export type WhichKind = Which["kind"];
export type Window = NonNullable<components["schemas"]["AtLeast"]["window"]>;
export type WindowKind = Window["kind"];
export type Anchor = Version["cycle"]["anchor"];
export type AnchorKind = Anchor["kind"];
export type Conversion = Version["conversions"][number];
export type Carry = NonNullable<Version["carry"]>;
export type FactIs = components["schemas"]["FactIs"];

/** Every requirement of a tree, each before those below it. */
export function* walk(rules: readonly Rule[]): Generator<Rule> {
  for (const rule of rules) {
    yield rule;
    if ("of" in rule) yield* walk(rule.of);
  }
}
