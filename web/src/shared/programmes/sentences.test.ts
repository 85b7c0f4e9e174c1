import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { Programme } from "../../api/types";
import { complete } from "./complete";
import type { Rule, RuleKind, Which, Window } from "./kinds";
import { type Naming, namesOf, plainly } from "./names";
import type { Said } from "./sentences";

const ROOT = new URL("../../../../", import.meta.url);
const read = (folder: string) =>
  readdirSync(new URL(folder, ROOT))
    .filter((file) => file.endsWith(".json") && !file.endsWith(".examples.json"))
    .map((file) => {
      const raw = JSON.parse(readFileSync(new URL(folder + file, ROOT), "utf8")) as { programme?: unknown };
      return complete(raw.programme ?? raw)!;
    });
const programmes = [...read("functions/programmes/packs/"), ...read("tests/programmes/bodies/")];

/** Every id that a predicate, or what credits become, names. */
function idsIn(value: unknown, found = new Map<string, Set<string>>(), types = new Set<string>()) {
  if (typeof value === "object" && value !== null) {
    const part = value as Record<string, unknown>;
    if (part["kind"] === "type") for (const id of part["one_of"] as string[]) types.add(id);
    if (part["kind"] === "label") {
      const choices = found.get(part["label"] as string) ?? new Set();
      for (const id of part["one_of"] as string[]) choices.add(id);
      found.set(part["label"] as string, choices);
    }
    if (typeof part["same"] === "string" && !found.has(part["same"])) found.set(part["same"], new Set());
    for (const [label, choice] of Object.entries((part["becomes"] ?? {}) as Record<string, string>))
      found.set(label, (found.get(label) ?? new Set()).add(choice));
    for (const each of Object.values(part)) idsIn(each, found, types);
  }
  return { labels: found, types };
}

/** Credit types that name everything, in words that no id has. */
function typesFor(programme: Programme): Naming[] {
  const { labels, types } = idsIn(programme);
  return [...types, "other"].map((id) => ({
    id,
    name: `Type ${id.toUpperCase()}`,
    labels: [...labels].map(([label, choices]) => ({
      id: label,
      name: `Label ${label.toUpperCase()}`,
      required: false,
      choices: [...choices].map((choice) => ({
        id: choice,
        name: `Choice ${choice.toUpperCase()}`,
        retired: false,
      })),
    })),
  }));
}

const textOf = ({ sentence, of }: Said): string => [sentence, ...of.map(textOf)].join(" ");
const allOf = (said: readonly Said[]): Said[] => said.flatMap((one) => [one, ...allOf(one.of)]);

async function speaking(language: string) {
  vi.resetModules();
  vi.stubGlobal("navigator", { languages: [language], language });
  return import("./sentences");
}

describe.each(["en", "de"])("in %s", async (language) => {
  const { sayProgramme, sayVersion, sayWhich } = await speaking(language);

  it.each(programmes.map((one) => [one.id, one] as const))(
    "%s is said whole, with the names that are known",
    (_, one) => {
      const types = typesFor(one);
      const said = sayProgramme(one, namesOf(types));
      const lines = said.flatMap(({ begins, cycle, counts, rules, after }) => [
        begins,
        ...cycle,
        ...counts,
        ...allOf(rules).map(({ sentence }) => sentence),
        ...after,
      ]);
      const { labels, types: ids } = idsIn(one);
      const named = [...ids, ...labels.keys(), ...[...labels.values()].flatMap((choices) => [...choices])];
      for (const line of lines) {
        expect(line).not.toMatch(/undefined|null|NaN|programmes\.|\[object| {2}| [.,;:]/);
        expect(line).toMatch(/[.:]$/);
        // What a body wrote may have an id's word in it: only what the sentence says itself is looked at.
        const own = line.replaceAll(/[“„][^“”]*[“”]/g, "");
        for (const id of named) {
          const word = new RegExp(`(^|[ (])(${id}|${plainly(id)})([ ).,]|$)`);
          if (id.includes("-")) expect(own).not.toMatch(word);
        }
      }
    },
  );

  it.each(programmes.map((one) => [one.id, one] as const))("%s says no two rules alike", (_, one) => {
    for (const { rules } of sayProgramme(one, namesOf([]))) {
      const texts = allOf(rules).map(textOf);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it("tells apart all that can be asked", () => {
    const asked: { [K in RuleKind]: Of<K>[] } = {
      at_least: [
        ...windows.map((window) => minimum({ window })),
        minimum({ credits: "9.5" }),
        minimum({ credits: null, percent: { percent: "50", of: "total" } }),
        minimum({ credits: null, percent: { percent: "50" } }),
        minimum({ same: "subject" }),
        minimum({ ramp: ["0", "20"] }),
        minimum({ since: "2021-01-01" }),
        minimum({ when: [{ fact: "role", one_of: ["auditor", "partner"] }] }),
        ...wheres.map((which) => minimum({ which })),
      ],
      at_most: [
        maximum({}),
        maximum({ credits: "9.5" }),
        maximum({ credits: null, percent: { percent: "50", of: "total" } }),
        maximum({ credits: null, percent: { percent: "50" } }),
        ...wheres.map((which) => maximum({ which })),
      ],
      confirmed: [{ ...named, kind: "confirmed" }],
      all_of: [{ ...named, kind: "all_of", of: [minimum({})] }],
      any_of: [{ ...named, kind: "any_of", of: [minimum({})] }],
      disjoint: [{ ...named, kind: "disjoint", of: [minimum({}), minimum({ credits: "2" })] }],
    };
    const rules = Object.values(asked).flat();
    const texts = sayVersion({ ...version, requires: rules }, namesOf([])).rules.map(textOf);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).not.toMatch(/undefined|null|NaN|programmes\.| {2}| [.,;:]/);
    const said = wheres.map((which) => sayWhich(which, namesOf([])));
    expect(new Set(said).size).toBe(said.length);
  });

  it("tells apart where cycles begin, and what becomes of what is too much or late", () => {
    const cycles = [
      { anchor: { kind: "held_since" } },
      { anchor: { kind: "held_since" }, first_exempt: true },
      { anchor: { kind: "hiring_date" } },
      { anchor: { kind: "birth_month" } },
      { anchor: { kind: "birth_year" }, months: 24 },
      { anchor: { kind: "fixed_day", year: 2024, month: 7, day: 1 } },
      { anchor: { kind: "fixed_day", year: 2024, month: 7, day: 1 }, first: "long" },
      { anchor: { kind: "fixed_day", year: 2024, month: 7, day: 1 }, months: 12 },
    ] as Partial<typeof version.cycle>[];
    const total = minimum({ id: "total", name: "60 credits" });
    const cap = maximum({ id: "cap", name: "At most 25" });
    const after = [
      { carry: { beyond: "total", times: 1 } },
      { carry: { beyond: "cap", times: 1 } },
      { carry: { beyond: "total", times: 2, limit: "20", months: 12, which: wheres[0]! } },
      { carry: { beyond: "total", times: 1, becomes: { category: "education" } } },
      { backfill: { fills: "total" } },
      { report_within: { days: 90, months: 0 } },
      { report_within: { days: 10, months: 3 } },
      { report_within: { days: 0, months: 0 } },
    ] satisfies Partial<typeof version>[];
    const conversion = { units: "1", credits: "1", rounding: "down" } as const;
    const conversions = [
      { ...conversion, step: "0.25" },
      { ...conversion, step: "0.25", rounding: "nearest" as const },
      { ...conversion, units: "50", least: "0.5" },
      { ...conversion, units: "50", first: "1", which: wheres[0]! },
    ];
    const texts = [
      ...cycles.map((cycle) =>
        sayVersion({ ...version, cycle: { ...version.cycle, ...cycle } }, namesOf([])).cycle.join(" "),
      ),
      ...after.map((more) =>
        sayVersion({ ...version, requires: [total, cap], ...more }, namesOf([])).after.join(" "),
      ),
      ...conversions.map((one) =>
        sayVersion({ ...version, conversions: [one] }, namesOf([])).counts.join(" "),
      ),
      sayVersion({ ...version, counts: wheres[0]! }, namesOf([])).counts.join(" "),
      sayVersion(version, namesOf([])).begins,
      sayVersion({ ...version, at_once: true }, namesOf([])).begins,
    ];
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/^(?!.*(undefined|NaN|programmes\.| {2}| [.,;:])).+[.]$/);
  });
});

const named = { id: "one", name: "One", when: [] };
type Of<K extends RuleKind> = Extract<Rule, { kind: K }>;
const minimum = (change: Partial<Of<"at_least">>): Of<"at_least"> => ({
  ...named,
  kind: "at_least",
  credits: "8",
  ramp: [],
  ...change,
});
const maximum = (change: Partial<Of<"at_most">>): Of<"at_most"> => ({
  ...named,
  kind: "at_most",
  credits: "8",
  ...change,
});

const version: Programme["versions"][number] = {
  begins_on: "2024-01-01",
  at_once: false,
  cycle: { anchor: { kind: "held_since" }, months: 36, first: "short", first_exempt: false },
  requires: [],
  conversions: [],
};
const windows: Window[] = [
  { kind: "cycle" },
  { kind: "inner", months: 12 },
  { kind: "inner", months: 6 },
  { kind: "clock", cycles: 3 },
  { kind: "rolling", months: 72 },
  { kind: "unexpired", months: 24 },
];
const area: Which = { kind: "label", label: "area", one_of: ["business", "technical"] };
const type: Which = { kind: "type", one_of: ["cpe"] };
const wheres: Which[] = [
  area,
  type,
  { kind: "all", of: [area, type] },
  { kind: "any", of: [area, type] },
  { kind: "all", of: [type, { kind: "any", of: [area, { ...area, label: "form" }] }] },
  { kind: "not", of: area },
  { kind: "not", of: type },
  { kind: "not", of: { kind: "all", of: [area, type] } },
];

describe("a sentence", () => {
  const named = namesOf([
    {
      id: "pdu",
      name: "PDU",
      labels: [
        {
          id: "area",
          name: "Area",
          required: false,
          choices: [{ id: "business", name: "Business Acumen", retired: false }],
        },
      ],
    },
  ]);
  const one = { ...version, requires: [minimum({ which: { ...area, one_of: ["business"] } })] };

  it("reads as one says it", async () => {
    const english = (await speaking("en")).sayVersion(one, named);
    expect(english.rules[0]!.sentence).toBe(
      "At least 8 credits where Area is “Business Acumen” in every cycle of 3 years.",
    );
    expect(english.cycle).toEqual(["A cycle lasts 3 years, counted from the day certified."]);
    const german = (await speaking("de")).sayVersion(one, named);
    expect(german.rules[0]!.sentence).toBe(
      "Mindestens 8 Punkte, bei denen Area „Business Acumen“ ist, in jedem Zyklus von 3 Jahren.",
    );
    expect(german.cycle).toEqual(["Zyklen von 3 Jahren, gezählt ab dem Tag der Zertifizierung."]);
  });
});
