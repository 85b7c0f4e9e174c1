/** A programme as sentences that anybody can read, made from its data. */

import "../../text/rules";
import type { Programme } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatDay, formatList, formatMonth } from "../../text/format";
import type { Amounted, Anchor, Carry, Conversion, FactIs, Rule, Version, Which, Window } from "./kinds";
import { walk } from "./kinds";
import { type Names, plainly } from "./names";

/** A requirement in words, and those below it. */
export interface Said {
  id: string;
  /** In the body's words. */
  name: string;
  kind: Rule["kind"];
  sentence: string;
  of: readonly Said[];
}

/** A version in words, part by part. */
export interface SaidVersion {
  begins_on: string;
  /** From when it holds, and for whom. */
  begins: string;
  cycle: readonly string[];
  counts: readonly string[];
  rules: readonly Said[];
  after: readonly string[];
}

export function sayProgramme(programme: Programme, names: Names): SaidVersion[] {
  return programme.versions.map((version) => sayVersion(version, names));
}

export function sayVersion(version: Version, names: Names): SaidVersion {
  const say = speaker(version, names);
  return {
    begins_on: version.begins_on,
    begins: t(version.at_once ? "programmes.say.atOnce" : "programmes.say.begins", {
      day: formatDay(version.begins_on),
    }),
    cycle: say.cycle(),
    counts: say.counts(),
    rules: version.requires.map(say.rule),
    after: say.after(),
  };
}

/** Years where there are whole ones. */
export function lengthOf(months: number): string {
  return months % 12 === 0
    ? t("programmes.say.years", { count: months / 12 })
    : t("programmes.say.months", { count: months });
}

const credits = (amount: string) => t("programmes.say.credits", { count: Number(amount) });
const oneOf = (all: readonly string[]) => formatList(all.map(quoted), "disjunction");
const quoted = (word: string) => t("programmes.say.quoted", { word });

/** Which credits, as a clause: “Area is “Business””. */
function clauseOf(which: Which, names: Names, inner = false): string {
  switch (which.kind) {
    case "type":
      return t("programmes.say.typeIs", { types: oneOf(which.one_of.map(names.type)) });
    case "label":
      return t("programmes.say.labelIs", {
        label: names.label(which.label),
        choices: oneOf(which.one_of.map((choice) => names.choice(which.label, choice))),
      });
    case "all":
    case "any": {
      if (which.of.length === 0) return t(`programmes.say.empty.${which.kind}`);
      const parts = which.of.map((one) => clauseOf(one, names, true));
      const list = formatList(parts, which.kind === "all" ? "conjunction" : "disjunction");
      return inner && parts.length > 1 ? `(${list})` : list;
    }
    case "not":
      return notOf(which.of, names);
  }
}

function notOf(which: Which, names: Names): string {
  switch (which.kind) {
    case "type":
      return t("programmes.say.typeIsNot", { types: oneOf(which.one_of.map(names.type)) });
    case "label":
      return t("programmes.say.labelIsNot", {
        label: names.label(which.label),
        choices: oneOf(which.one_of.map((choice) => names.choice(which.label, choice))),
      });
    case "not":
      return clauseOf(which.of, names, true);
    case "all":
    case "any":
      return t("programmes.say.notSo", { clause: clauseOf(which, names, true) });
  }
}

/** Which credits are meant, in words by themselves. */
export function sayWhich(which: Which, names: Names): string {
  return t("programmes.say.creditsWhere", { clause: clauseOf(which, names) });
}

function windowOf(window: Window, version: Version): string {
  const cycle = lengthOf(version.cycle.months);
  switch (window.kind) {
    case "cycle":
      return t("programmes.say.window.cycle", { cycle });
    case "inner":
      return window.months % 12 === 0
        ? t("programmes.say.window.innerYears", { count: window.months / 12, cycle })
        : t("programmes.say.window.innerMonths", { count: window.months, cycle });
    case "clock":
      return t("programmes.say.window.clock", { count: window.cycles, cycle });
    case "rolling":
      return t("programmes.say.window.rolling", { length: lengthOf(window.months) });
    case "unexpired":
      return t("programmes.say.window.unexpired", { length: lengthOf(window.months) });
  }
}

function factOf({ fact, one_of }: FactIs): string {
  return t("programmes.say.factIs", { fact: plainly(fact), values: oneOf(one_of.map(plainly)) });
}

/** Where cycles are counted from, and how long they are. */
function anchorOf(anchor: Anchor, months: number): string {
  const length = lengthOf(months);
  switch (anchor.kind) {
    case "held_since":
    case "hiring_date":
    case "birth_month":
    case "birth_year":
      return t(`programmes.say.anchor.${anchor.kind}`, { length });
    case "fixed_day": {
      const values = { length, day: String(anchor.day), month: formatMonth(anchor.month) };
      return months === 12
        ? t("programmes.say.anchor.fixed_day", values)
        : t("programmes.say.anchor.fixed_day_of", { ...values, year: String(anchor.year) });
    }
  }
}

function speaker(version: Version, names: Names) {
  const called = new Map([...walk(version.requires)].map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => quoted(called.get(id) ?? plainly(id));
  function amountOf({ credits: amount, percent }: Amounted): string {
    if (percent) {
      const share = formatAmount(percent.percent);
      return percent.of
        ? t("programmes.say.percentOf", { share, of: nameOf(percent.of) })
        : t("programmes.say.percentOfAll", { share });
    }
    return credits(amount ?? "0");
  }

  const amounted = (rule: Amounted) => ({
    amount: amountOf(rule),
    limited: Boolean(rule.which),
    clause: rule.which ? clauseOf(rule.which, names) : "",
    window: windowOf(rule.window ?? { kind: "cycle" }, version),
  });

  /** Of whom it is asked, and since when. */
  function conditionsOf({ when, since }: Rule): string[] {
    return [
      ...(when.length ? [t("programmes.say.when", { facts: formatList(when.map(factOf)) })] : []),
      ...(since ? [t("programmes.say.since", { day: formatDay(since) })] : []),
    ];
  }

  function sentenceOf(rule: Rule): string {
    switch (rule.kind) {
      case "at_least":
        return t(rule.percent ? "programmes.say.atLeastOf" : "programmes.say.atLeast", {
          ...amounted(rule),
          one: Boolean(rule.same),
          label: rule.same ? names.label(rule.same) : "",
        });
      case "at_most":
        return t(rule.percent ? "programmes.say.atMostOf" : "programmes.say.atMost", amounted(rule));
      case "confirmed":
        return t("programmes.say.confirmed", { name: quoted(rule.name) });
      case "all_of":
      case "any_of":
      case "disjoint":
        return t(`programmes.say.${rule.kind}`, { name: quoted(rule.name) });
    }
  }

  const ramp = (rule: Rule) =>
    rule.kind === "at_least" && rule.ramp.length
      ? [
          t("programmes.say.ramp", {
            count: rule.ramp.length,
            amounts: formatList(rule.ramp.map((amount) => formatAmount(amount))),
          }),
        ]
      : [];

  function rule(one: Rule): Said {
    return {
      id: one.id,
      name: one.name,
      kind: one.kind,
      sentence: [sentenceOf(one), ...ramp(one), ...conditionsOf(one)].join(" "),
      of: "of" in one ? one.of.map(rule) : [],
    };
  }

  function conversionOf(one: Conversion): string {
    const { units, credits: made, least, first, step, rounding } = one;
    const clause = one.which ? clauseOf(one.which, names) : "";
    const isPlain = Number(units) === Number(made);
    const each = isPlain
      ? t("programmes.say.convertPlain", { limited: Boolean(clause), clause })
      : t("programmes.say.convert", {
          limited: Boolean(clause),
          clause,
          units: formatAmount(units),
          credits: credits(made),
        });
    return [
      each,
      ...(least ? [t("programmes.say.convertLeast", { least: credits(least) })] : []),
      ...(first ? [t("programmes.say.convertFirst", { first: credits(first) })] : []),
      ...(step ? [t(`programmes.say.step.${rounding}`, { step: formatAmount(step) })] : []),
    ].join(" ");
  }

  function carryOf({ beyond, limit, which, months, times, becomes }: Carry): string {
    const isMaximum = [...walk(version.requires)].some(({ id, kind }) => id === beyond && kind === "at_most");
    const changed = Object.entries(becomes ?? {});
    return [
      t(isMaximum ? "programmes.say.carryShutOut" : "programmes.say.carry", { name: nameOf(beyond) }),
      ...(limit ? [t("programmes.say.carryLimit", { limit: credits(limit) })] : []),
      ...(which ? [t("programmes.say.carryWhich", { clause: clauseOf(which, names) })] : []),
      ...(months ? [t("programmes.say.carryMonths", { count: months })] : []),
      ...(times > 1 ? [t("programmes.say.carryTimes", { count: times })] : []),
      ...changed.map(([label, choice]) =>
        t("programmes.say.carryBecomes", {
          label: names.label(label),
          choice: quoted(names.choice(label, choice)),
        }),
      ),
    ].join(" ");
  }

  function after(): string[] {
    const { carry, backfill, report_within: within } = version;
    const lengths = within
      ? [
          ...(within.months ? [t("programmes.say.months", { count: within.months })] : []),
          ...(within.days ? [t("programmes.say.days", { count: within.days })] : []),
        ]
      : [];
    return [
      ...(carry ? [carryOf(carry)] : []),
      ...(backfill ? [t("programmes.say.backfill", { name: nameOf(backfill.fills) })] : []),
      ...(within
        ? [
            lengths.length
              ? t("programmes.say.reportWithin", { length: formatList(lengths) })
              : t("programmes.say.reportAtOnce"),
          ]
        : []),
    ];
  }

  function cycle(): string[] {
    const { anchor, months, first, first_exempt } = version.cycle;
    return [
      anchorOf(anchor, months),
      ...(anchor.kind === "fixed_day" ? [t(`programmes.say.first.${first}`)] : []),
      ...(first_exempt ? [t("programmes.say.exempt")] : []),
    ];
  }

  const counts = () => [
    ...(version.counts ? [t("programmes.say.counts", { clause: clauseOf(version.counts, names) })] : []),
    ...version.conversions.map(conversionOf),
  ];
  return { cycle, counts, rule, after };
}
