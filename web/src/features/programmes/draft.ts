/** A programme while it is written: changed by paths, which are the API's, so that what it says finds its place. */

import type { Programme } from "../../api/types";
import type { Wrong } from "../../form/wrong";
import { complete } from "../../shared/programmes/complete";
import {
  type Amounted,
  type Rule,
  type RuleKind,
  type Version,
  walk,
  type Which,
} from "../../shared/programmes/kinds";
import { dayOf } from "../../shared/typedDay";
import { parseAmount } from "../../text/format";

/** Where something stands: `versions.0.requires.2.credits`. */
export type Path = string;

const partsOf = (path: Path) => (path ? path.split(".") : []);

export function getIn(value: unknown, path: Path): unknown {
  return partsOf(path).reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined),
    value,
  );
}

export function setIn<T>(value: T, path: Path, next: unknown): T {
  const [first, ...rest] = partsOf(path);
  if (first === undefined) return next as T;
  const inner = setIn(getIn(value, first), rest.join("."), next);
  if (Array.isArray(value))
    return value.map((one, at) => (String(at) === first ? inner : (one as unknown))) as T;
  return { ...value, [first]: inner };
}

// A programme to begin with

export function blankVersion(begins_on: string): Version {
  return {
    begins_on,
    at_once: false,
    cycle: { anchor: { kind: "held_since" }, months: 12, first: "short", first_exempt: false },
    counts: null,
    requires: [],
    conversions: [],
    carry: null,
    backfill: null,
    report_within: null,
  };
}

export function blankProgramme(today: string): Programme {
  return complete({
    id: "",
    name: "",
    source: "",
    read_on: today,
    versions: [blankVersion(`${today.slice(0, 4)}-01-01`)],
  })!;
}

/** An id made of a name; undefined where nothing in it can stand in one. */
export function idOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
}

/** The next version is the last one, from another day on: of the year after it, where it has begun. */
export function withNextVersion(programme: Programme, today: string): Programme {
  const last = programme.versions.at(-1)!;
  const begins = dayOf(last.begins_on) ?? today;
  const latest = begins > today ? begins : today;
  const next = { ...last, begins_on: `${Number(latest.slice(0, 4)) + 1}-01-01`, at_once: false };
  return { ...programme, versions: [...programme.versions, next] };
}

// Requirements

/** No requirement of the version has it yet. */
export function freeId(version: Version, wanted: string): string {
  const taken = new Set([...walk(version.requires)].map(({ id }) => id));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

const WINDOW = { kind: "cycle" } as const;

export function newRule(kind: RuleKind, id: string): Rule {
  const all = { id, name: "", when: [], since: null };
  switch (kind) {
    case "at_least":
      return { ...all, kind, credits: "", percent: null, which: null, window: WINDOW, same: null, ramp: [] };
    case "at_most":
      return { ...all, kind, credits: "", percent: null, which: null, window: WINDOW };
    case "confirmed":
      return { ...all, kind };
    case "all_of":
    case "any_of":
    case "disjoint":
      return { ...all, kind, of: [] };
  }
}

const isAmounted = (rule: Rule): rule is Amounted => rule.kind === "at_least" || rule.kind === "at_most";

/** The same requirement as another kind: what both have stays, and what becomes a group is the first in it. */
export function asKind(rule: Rule, kind: RuleKind, version: Version): Rule {
  const { id, name, when, since } = rule;
  const made = { ...newRule(kind, id), name, when, since: since ?? null };
  if (isAmounted(rule) && isAmounted(made)) {
    const { credits, percent, which, window } = rule;
    const fits =
      kind === "at_least" || window?.kind === "cycle" || window?.kind === "inner" || window?.kind === "clock";
    return { ...made, credits, percent, which, window: fits ? window : WINDOW } as Rule;
  }
  if (!("of" in made)) return made;
  const below =
    "of" in rule ? rule.of : [{ ...rule, id: freeId(version, `${id}-part`), when: [], since: null }];
  const fitting = kind === "disjoint" ? below.filter((one) => one.kind === "at_least") : below;
  return { ...made, of: fitting } as Rule;
}

/** The list in which a requirement stands, and where. */
export function placeOf(path: Path): { list: Path; at: number } {
  const parts = partsOf(path);
  return { list: parts.slice(0, -1).join("."), at: Number(parts.at(-1)) };
}

const rulesAt = (programme: Programme, list: Path) => getIn(programme, list) as Rule[];

export function addRule(programme: Programme, list: Path, rule: Rule): Programme {
  return setIn(programme, list, [...rulesAt(programme, list), rule]);
}

export function removeRule(programme: Programme, path: Path): Programme {
  const { list, at } = placeOf(path);
  return setIn(
    programme,
    list,
    rulesAt(programme, list).filter((_, place) => place !== at),
  );
}

/** Where it stands among those beside it after a step; undefined where there is no room. */
export function moveRule(programme: Programme, path: Path, by: -1 | 1): [Programme, Path] | undefined {
  const { list, at } = placeOf(path);
  const rules = [...rulesAt(programme, list)];
  const [rule] = rules.splice(at, 1);
  const to = at + by;
  if (!rule || to < 0 || to > rules.length) return undefined;
  rules.splice(to, 0, rule);
  return [setIn(programme, list, rules), `${list}.${to}`];
}

/** Into the group just above it. */
export function moveInto(programme: Programme, path: Path): [Programme, Path] | undefined {
  const { list, at } = placeOf(path);
  const rule = rulesAt(programme, list)[at];
  const group = rulesAt(programme, list)[at - 1];
  if (!rule || !group || !("of" in group)) return undefined;
  if (group.kind === "disjoint" && rule.kind !== "at_least") return undefined;
  const of = `${list}.${at - 1}.of`;
  return [addRule(removeRule(programme, path), of, rule), `${of}.${group.of.length}`];
}

/** Out of its group, to stand just below it. */
export function moveOut(programme: Programme, path: Path): [Programme, Path] | undefined {
  const { list } = placeOf(path);
  if (!list.endsWith(".of")) return undefined;
  const group = list.slice(0, -".of".length);
  const above = placeOf(group);
  if (getIn(programme, `${above.list.replace(/\.of$/, "")}.kind`) === "disjoint") return undefined;
  const rule = getIn(programme, path) as Rule;
  const rest = removeRule(programme, path);
  const rules = [...rulesAt(rest, above.list)];
  rules.splice(above.at + 1, 0, rule);
  return [setIn(rest, above.list, rules), `${above.list}.${above.at + 1}`];
}

// What is not whole yet

type Wrongs = Record<Path, Wrong>;
const missing: Wrong = { code: "missing", values: {} };
const noAmount: Wrong = { code: "not_an_amount", values: {} };
const noNumber: Wrong = { code: "int_parsing", values: {} };
const noDay: Wrong = { code: "not_a_date", values: {} };

/** What of it could not be sent, or not be read as a sentence. All else is the server's to judge. */
export function gapsIn(programme: Programme): Wrongs {
  const found: Wrongs = {};
  const put = (path: Path, wrong: Wrong | undefined) => {
    if (wrong) found[path] = wrong;
  };
  const needs = (path: Path, value: string | null | undefined) =>
    put(path, value?.trim() ? undefined : missing);
  const amount = (path: Path, value: string | null | undefined, required = false) =>
    put(path, value ? (parseAmount(value) ? undefined : noAmount) : required ? missing : undefined);
  const count = (path: Path, value: unknown) =>
    put(path, value === "" ? missing : Number.isInteger(value) && Number(value) > 0 ? undefined : noNumber);
  const optional = (path: Path, value: unknown) => {
    if (value !== "" && value !== null && value !== undefined) count(path, value);
  };
  const day = (path: Path, value: string | null | undefined, required = true) =>
    put(path, value ? (dayOf(value) ? undefined : noDay) : required ? missing : undefined);

  function which(path: Path, value: Which | null | undefined): void {
    if (!value) return;
    switch (value.kind) {
      case "type":
      case "label":
        if (value.kind === "label") needs(`${path}.label`, value.label);
        if (value.one_of.length === 0) put(`${path}.one_of`, missing);
        return;
      case "all":
      case "any":
        if (value.of.length === 0) put(`${path}.of`, missing);
        value.of.forEach((one, at) => which(`${path}.of.${at}`, one));
        return;
      case "not":
        which(`${path}.of`, value.of);
    }
  }

  function rule(path: Path, one: Rule): void {
    needs(`${path}.name`, one.name);
    needs(`${path}.id`, one.id);
    day(`${path}.since`, one.since, false);
    one.when.forEach(({ fact, one_of }, at) => {
      needs(`${path}.when.${at}.fact`, fact);
      if (one_of.length === 0) put(`${path}.when.${at}.one_of`, missing);
    });
    if (isAmounted(one)) {
      if (one.percent) amount(`${path}.percent.percent`, one.percent.percent, true);
      else amount(`${path}.credits`, one.credits, true);
      which(`${path}.which`, one.which);
      const window = one.window ?? WINDOW;
      if ("months" in window) count(`${path}.window.months`, window.months);
      if ("cycles" in window) count(`${path}.window.cycles`, window.cycles);
    }
    if (one.kind === "at_least") one.ramp.forEach((each, at) => amount(`${path}.ramp.${at}`, each, true));
    if ("of" in one) {
      if (one.of.length < (one.kind === "disjoint" ? 2 : 1)) put(`${path}.of`, missing);
      one.of.forEach((below, at) => rule(`${path}.of.${at}`, below));
    }
  }

  for (const field of ["name", "id", "source"] as const) needs(field, programme[field]);
  day("read_on", programme.read_on);
  programme.versions.forEach((version, at) => {
    const path = `versions.${at}`;
    day(`${path}.begins_on`, version.begins_on);
    count(`${path}.cycle.months`, version.cycle.months);
    if (version.cycle.anchor.kind === "fixed_day")
      count(`${path}.cycle.anchor.day`, version.cycle.anchor.day);
    which(`${path}.counts`, version.counts);
    version.requires.forEach((one, place) => rule(`${path}.requires.${place}`, one));
    version.conversions.forEach((one, place) => {
      const here = `${path}.conversions.${place}`;
      which(`${here}.which`, one.which);
      for (const field of ["units", "credits"] as const) amount(`${here}.${field}`, one[field], true);
      for (const field of ["least", "first", "step"] as const) amount(`${here}.${field}`, one[field]);
    });
    if (version.carry) {
      needs(`${path}.carry.beyond`, version.carry.beyond);
      amount(`${path}.carry.limit`, version.carry.limit);
      which(`${path}.carry.which`, version.carry.which);
      optional(`${path}.carry.months`, version.carry.months);
      count(`${path}.carry.times`, version.carry.times);
    }
    if (version.backfill) needs(`${path}.backfill.fills`, version.backfill.fills);
  });
  return found;
}

/** What is typed as a number, where it is one; gaps say what is none. */
export const numberOf = (typed: string): number =>
  /^\d+$/.test(typed.trim()) ? Number(typed) : (typed as never);

/** As it is sent: amounts with a point, days in the API's form, and nothing that says nothing. */
export function toSend(programme: Programme): Programme {
  return JSON.parse(
    JSON.stringify(programme, (key, value: unknown) => {
      if (value === null || value === "") return undefined;
      if (key === "ramp") return (value as string[]).map((amount) => parseAmount(amount) ?? amount);
      if (key === "not_confirmed") return (value as string[]).filter((line) => line.trim());
      if (typeof value !== "string") return value;
      if (AMOUNTS.has(key)) return parseAmount(value) ?? value;
      return DAYS.has(key) ? (dayOf(value) ?? value) : value;
    }),
  ) as Programme;
}

const AMOUNTS = new Set(["credits", "percent", "units", "least", "first", "step", "limit"]);
const DAYS = new Set(["begins_on", "since", "read_on"]);

/** Where a field of the request stands in the programme. */
export const pathOf = (field: string): Path => field.replace(/^programme\.?/, "");

/** The requirement, or the version, in which a path lies: the longest that names one. */
export function ruleOf(path: Path): Path | undefined {
  return /^versions\.\d+\.requires\.\d+(\.of\.\d+)*/.exec(path)?.[0];
}
