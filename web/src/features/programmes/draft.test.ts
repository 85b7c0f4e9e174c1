// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Programme } from "../../api/types";
import { complete } from "../../shared/programmes/complete";
import type { Rule, RuleKind } from "../../shared/programmes/kinds";
import { programme } from "../../testing/records";
import {
  addRule,
  asKind,
  blankProgramme,
  freeId,
  gapsIn,
  getIn,
  idOf,
  moveInto,
  moveOut,
  moveRule,
  newRule,
  numberOf,
  pathOf,
  removeRule,
  ruleOf,
  setIn,
  toSend,
  withNextVersion,
} from "./draft";

const LIST = "versions.0.requires";
const KINDS = Object.keys({
  at_least: 0,
  at_most: 0,
  confirmed: 0,
  all_of: 0,
  any_of: 0,
  disjoint: 0,
} satisfies Record<RuleKind, 0>) as RuleKind[];
const idsAt = (one: Programme, list = LIST) => (getIn(one, list) as Rule[]).map(({ id }) => id);
const grouped = (kind: RuleKind = "any_of") => {
  const made = addRule(programme(), LIST, newRule(kind, "group"));
  return addRule(made, `${LIST}.2.of`, newRule("at_least", "inner"));
};

describe("a path", () => {
  it("changes what it names, and leaves what was there as it was", () => {
    const before = programme();
    const after = setIn(before, `${LIST}.1.which.one_of`, ["technical"]);
    expect(getIn(after, `${LIST}.1.which.one_of`)).toEqual(["technical"]);
    expect(getIn(before, `${LIST}.1.which.one_of`)).toEqual(["business"]);
    expect(Array.isArray(after.versions)).toBe(true);
  });

  it("that leads nowhere names nothing", () => {
    expect(getIn(programme(), "versions.7.cycle")).toBeUndefined();
  });

  it("of a field that the API names is one in the programme", () => {
    expect(pathOf("programme.versions.0.requires.2.credits")).toBe("versions.0.requires.2.credits");
    expect(ruleOf("versions.0.requires.2.of.1.which.label")).toBe("versions.0.requires.2.of.1");
    expect(ruleOf("versions.0.cycle")).toBeUndefined();
  });
});

describe("requirements", () => {
  it("move among those beside them, and no further", () => {
    const [moved, path] = moveRule(programme(), `${LIST}.0`, 1)!;
    expect(idsAt(moved)).toEqual(["business", "total"]);
    expect(path).toBe(`${LIST}.1`);
    expect(moveRule(programme(), `${LIST}.0`, -1)).toBeUndefined();
    expect(moveRule(programme(), `${LIST}.1`, 1)).toBeUndefined();
  });

  it("move out of a group, and into the one above", () => {
    const [out, path] = moveOut(grouped(), `${LIST}.2.of.0`)!;
    expect(idsAt(out)).toEqual(["total", "business", "group", "inner"]);
    expect(path).toBe(`${LIST}.3`);
    const [back, there] = moveInto(out, path)!;
    expect(idsAt(back, `${LIST}.2.of`)).toEqual(["inner"]);
    expect(there).toBe(`${LIST}.2.of.0`);
    expect(moveInto(programme(), `${LIST}.1`)).toBeUndefined();
    expect(moveOut(programme(), `${LIST}.1`)).toBeUndefined();
  });

  it("of which an hour serves one only are minimums alone", () => {
    const made = addRule(grouped("disjoint"), LIST, newRule("confirmed", "word"));
    expect(moveInto(made, `${LIST}.3`)).toBeUndefined();
  });

  it("are removed", () => {
    expect(idsAt(removeRule(programme(), `${LIST}.0`))).toEqual(["business"]);
  });

  it.each(KINDS)("become another kind and keep what both have: %s", (kind) => {
    const [version] = programme().versions;
    const made = asKind(version!.requires[1]!, kind, version!);
    expect(made).toMatchObject({ kind, id: "business", name: "8 credits in business" });
    if ("credits" in made) expect(made).toMatchObject({ credits: "8", which: { label: "area" } });
    if ("of" in made) expect(made.of[0]).toMatchObject({ kind: "at_least", id: "business-part" });
  });

  it("have ids of their own", () => {
    const [version] = programme().versions;
    expect(freeId(version!, "total")).toBe("total-2");
    expect(freeId(version!, "other")).toBe("other");
  });
});

describe("a new version", () => {
  it.each([
    ["2026-11-26", "2027-01-01"],
    ["2023-05-01", "2025-01-01"],
  ])("is the last one, from another day on: %s", (today, begins) => {
    const { versions } = withNextVersion(programme(), today);
    expect(versions).toHaveLength(2);
    expect(versions[1]).toEqual({ ...versions[0], begins_on: begins });
  });
});

describe("what is not whole yet", () => {
  it("is nothing in what is shipped", () => {
    const folder = join(process.cwd(), "../functions/programmes/packs");
    const packs = readdirSync(folder).filter((file) => !file.includes(".examples."));
    expect(packs.length).toBeGreaterThan(10);
    for (const file of packs) {
      const raw = JSON.parse(readFileSync(join(folder, file), "utf8")) as { programme?: unknown };
      expect(gapsIn(complete(raw.programme ?? raw)!), file).toEqual({});
    }
  });

  it("stands where it is missing", () => {
    const blank = blankProgramme("2026-11-26");
    const full = KINDS.reduce((one, kind) => addRule(one, LIST, newRule(kind, kind)), blank);
    expect(Object.keys(gapsIn(full)).sort()).toEqual(
      [
        "id",
        "name",
        "source",
        ...KINDS.map((_, at) => `${LIST}.${at}.name`),
        `${LIST}.0.credits`,
        `${LIST}.1.credits`,
        ...[3, 4, 5].map((at) => `${LIST}.${at}.of`),
      ].sort(),
    );
  });

  it("is an amount, a number or a day that is none", () => {
    const wrong = [
      [`${LIST}.0.credits`, "a few", "not_an_amount"],
      [`${LIST}.0.window`, { kind: "inner", months: "x" }, "int_parsing"],
      [`${LIST}.0.since`, "soon", "not_a_date"],
      ["versions.0.begins_on", "", "missing"],
      ["versions.0.cycle.months", "", "missing"],
      [`${LIST}.1.which`, { kind: "not", of: { kind: "label", label: "", one_of: ["a"] } }, "missing"],
    ] as const;
    for (const [path, value, code] of wrong) {
      const found = Object.entries(gapsIn(setIn(programme(), path, value)));
      expect(found.map(([at, { code: said }]) => [at.startsWith(path), said])).toEqual([[true, code]]);
    }
  });
});

it("is sent as the API takes it", () => {
  const typed = setIn(setIn(programme(), `${LIST}.0.credits`, "9,5"), `${LIST}.0.since`, "");
  const sent = toSend(typed);
  expect(getIn(sent, `${LIST}.0.credits`)).toBe("9.5");
  expect(getIn(sent, `${LIST}.0`)).not.toHaveProperty("since");
  expect(getIn(sent, "versions.0")).not.toHaveProperty("carry");
});

it("is sent with a point in the amounts of the first cycles, too", () => {
  const ramped = setIn(programme(), "versions.0.requires.0.ramp", ["7,5", "15"]);
  expect(toSend(ramped).versions[0]!.requires[0]).toMatchObject({ ramp: ["7.5", "15"] });
});

it("is sent without points that were added and not written", () => {
  const added = setIn(programme(), "not_confirmed", ["Whether", "", " "]);
  expect(toSend(added).not_confirmed).toEqual(["Whether"]);
});

it("lacks nothing where an optional number was typed and taken away again", () => {
  const carry = { beyond: "total", times: 1, months: numberOf("") };
  expect(gapsIn(setIn(programme(), "versions.0.carry", carry))).toEqual({});
});

it("gets a next version of a day that follows, whatever stands in the field of the last one's", () => {
  const unclear = setIn(programme(), "versions.0.begins_on", "32.1.2027");
  expect(withNextVersion(unclear, "2026-11-26").versions[1]!.begins_on).toBe("2027-01-01");
});

it("an id is made of a name", () => {
  expect(idOf("Élan: Certified  Expert (CE)")).toBe("e-lan-certified-expert-ce");
  expect(idOf("証明書")).toBe("");
});
