/** Programmes, credentials and reports as the API answers them; a test changes what it is about. */

import type {
  AcademyProgramme,
  Cycle,
  Figures,
  Held,
  Holding,
  HoldingWithReport,
  ReportLine,
  ReportNode,
} from "../api/types";
import { LEARNER } from "./users";

const WHOLE = { starts_on: "2024-03-10", ends_on: "2027-03-09" };

export const figures = (change: Partial<Figures> = {}): Figures => ({
  ...WHOLE,
  have: "34.00",
  waiting: "2.00",
  needed: "60.00",
  missing: "26.00",
  asked: true,
  why_not: null,
  done: false,
  ...change,
});

export const node = (change: Partial<ReportNode> = {}): ReportNode => ({
  id: "total",
  name: "60 PDU in three years",
  kind: "at_least",
  asked: true,
  why_not: null,
  done: false,
  missing: "26.00",
  figures: [figures()],
  of: [],
  chosen: [],
  ...change,
});

/** A minimum inside of the total. */
export const business = (change: Partial<ReportNode> = {}): ReportNode =>
  node({
    id: "business-acumen",
    name: "At least 8 in Business Acumen",
    missing: "8.00",
    figures: [figures({ have: "0.00", waiting: "0.00", needed: "8.00", missing: "8.00" })],
    ...change,
  });

/** A maximum that is reached. */
export const givingBack = (change: Partial<ReportNode> = {}): ReportNode =>
  node({
    id: "giving-back",
    name: "Giving Back",
    kind: "at_most",
    done: true,
    missing: "0.00",
    figures: [figures({ have: "25.00", waiting: "0.00", needed: "25.00", missing: "0.00", done: true })],
    ...change,
  });

export const confirmed = (change: Partial<ReportNode> = {}): ReportNode =>
  node({
    id: "course",
    name: "A course on ethics",
    kind: "confirmed",
    missing: "0.00",
    figures: [],
    ...change,
  });

export const cycle = (change: Partial<Cycle> = {}): Cycle => ({
  ...WHOLE,
  number: 2,
  planned_end: WHOLE.ends_on,
  days_left: 103,
  ended: false,
  exempt: false,
  counted: "34.00",
  waiting: "2.00",
  carried_in: "0.00",
  carried_out: "0.00",
  backfilled: "0.00",
  done: false,
  missing: "34.00",
  nodes: [node(), business(), givingBack()],
  least: [
    { credits: "8.00", serves: ["total", "business-acumen"], earn_from: "2026-11-26", earn_by: "2027-03-09" },
    { credits: "18.00", serves: ["total"], earn_from: "2026-11-26", earn_by: "2027-03-09" },
  ],
  helps: [
    { credit_type: "cpe", labels: { skill: "business" }, serves: ["total", "business-acumen"] },
    { credit_type: null, labels: {}, serves: ["total"] },
  ],
  ...change,
});

export const held = (change: Partial<Held> = {}): Held => ({
  number: "PMP 4711",
  held_since: "2021-03-10",
  birth_month: null,
  birth_year: null,
  facts: {},
  ...change,
});

export const holding = (change: Partial<Holding> = {}): Holding => ({
  id: "01JD0000000000000000000007",
  programme: "pmp",
  programme_name: "Project Management Professional",
  state: "stated",
  said: null,
  stated: held(),
  file: null,
  waivers: [],
  met: [],
  entered_at: "2026-11-20T08:00:00Z",
  entered_by: { kind: "learner", id: LEARNER.id, name: LEARNER.name },
  day: "2026-11-26",
  missing_facts: [],
  cycle: cycle(),
  version: 1,
  ...change,
});

export const line = (change: Partial<ReportLine> = {}): ReportLine => ({
  certificate_id: "01JD0000000000000000000001",
  title: "Mentoring a colleague",
  earned_on: "2026-01-15",
  line: 0,
  credits: "4.00",
  counted: "0.00",
  carried_out: "0.00",
  backfilled: "0.00",
  waiting: false,
  carried_from: null,
  serves: [],
  checks: [
    { rule: "since_held", kept: true, requirement: null },
    { rule: "maximum", kept: false, requirement: "giving-back" },
  ],
  ...change,
});

export const withReport = (change: Partial<HoldingWithReport> = {}): HoldingWithReport => ({
  ...holding(change),
  shown: change.cycle === undefined ? cycle() : change.cycle,
  cycles: [change.cycle === undefined ? cycle() : change.cycle].filter((one) => one !== null),
  lines: [line()],
  outside: [],
  next_cursor: null,
  events: [],
  older_events: 0,
  ...change,
});

type Version = AcademyProgramme["programme"]["versions"][number];

export const rules = (change: Partial<Version> = {}): Version => ({
  begins_on: "2020-01-01",
  at_once: false,
  cycle: { anchor: { kind: "held_since" }, months: 36, first: "short", first_exempt: false },
  counts: null,
  requires: [
    { kind: "at_least", id: "total", name: "60 PDU in three years", credits: "60", when: [], ramp: [] },
  ],
  conversions: [],
  carry: null,
  backfill: null,
  report_within: null,
  ...change,
});

/** A programme of an academy, with its first version changed. */
export const programme = (
  change: Partial<Version> = {},
  more: Partial<AcademyProgramme> = {},
): AcademyProgramme => ({
  id: "pmp",
  state: "in_force",
  pack: null,
  programme: {
    id: "pmp",
    name: "Project Management Professional",
    source: "the body's handbook",
    read_on: "2026-11-26",
    not_confirmed: ["Whether a quarter is the step"],
    versions: [rules(change)],
  },
  version: 1,
  ...more,
});
