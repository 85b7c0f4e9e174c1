/** Programmes as people write them, where much may be left out, as the API tells them. */

import type { Programme } from "../../api/types";
import type { Carry, Rule, Version } from "./kinds";

type Loose = Record<string, unknown>;
const list = (value: unknown) => (Array.isArray(value) ? (value as Loose[]) : []);
const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** With all that may be left out; undefined where it is no programme at all. What is wrong in it stays. */
export function complete(raw: unknown): Programme | undefined {
  if (!isRecord(raw) || !list(raw["versions"]).length || !list(raw["versions"]).every(isVersion))
    return undefined;
  return {
    id: "",
    name: "",
    source: "",
    read_on: "",
    not_confirmed: [],
    ...raw,
    versions: list(raw["versions"]).map(version),
  };
}

const isVersion = ({ cycle, requires }: Loose) =>
  isRecord(cycle) && isRecord(cycle["anchor"]) && list(requires).every(isRule);

const isRule = (rule: Loose): boolean =>
  isRecord(rule) && typeof rule["kind"] === "string" && list(rule["of"]).every(isRule);

const version = (raw: Loose): Version =>
  ({
    at_once: false,
    ...raw,
    cycle: { first: "short", first_exempt: false, ...(raw["cycle"] as object) },
    requires: list(raw["requires"]).map(rule),
    conversions: list(raw["conversions"]).map((one) => ({
      units: "1",
      credits: "1",
      rounding: "down",
      ...one,
    })),
    carry: isRecord(raw["carry"]) ? ({ times: 1, ...raw["carry"] } as Carry) : null,
  }) as Version;

function rule(raw: Loose): Rule {
  const all = { id: "", name: "", when: [], ...raw };
  switch (raw["kind"]) {
    case "at_least":
      return { ramp: [], window: { kind: "cycle" }, ...all } as unknown as Rule;
    case "at_most":
      return { window: { kind: "cycle" }, ...all } as unknown as Rule;
    case "all_of":
    case "any_of":
    case "disjoint":
      return { ...all, of: list(raw["of"]).map(rule) } as unknown as Rule;
    default:
      return all as unknown as Rule;
  }
}
