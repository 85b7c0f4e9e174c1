/** Records as the API answers them; a test changes what it is about. */

import type {
  AcademyProgramme,
  Certificate,
  CreditType,
  Effect,
  Me,
  Programme,
  Queued,
  Settings,
  StaffCertificate,
  StaffMember,
} from "../api/types";
import type { Routes } from "./serve";
import { LEARNER, REVIEWER } from "./users";

export const settings = (change: Partial<Settings> = {}): Settings => ({
  name: "Demo Academy",
  accent: null,
  logo: null,
  time_zone: "Europe/Vienna",
  review_days: 5,
  lease_minutes: 30,
  reasons: [{ id: "unreadable", text: "The file cannot be read", uses: ["decline", "request_changes"] }],
  usual_reasons: [],
  reminders: { days: [60, 30, 7, 0] },
  mails: { quiet: true, quiet_from: "21:00", quiet_to: "07:00", names_deciders: true },
  retention: {
    declined: null,
    withdrawn: null,
    expired: null,
    leavers: null,
    notice_days: 30,
    prescribed: null,
  },
  version: 3,
  ...change,
});

export const member = (change: Partial<StaffMember> = {}): StaffMember => ({
  principal: REVIEWER.id,
  name: REVIEWER.name,
  role: "reviewer",
  invited: false,
  version: 1,
  ...change,
});

export const creditType = (change: Partial<CreditType> = {}): CreditType => ({
  id: "cpe",
  name: "CPE hours",
  unit: "hours",
  step: "0.25",
  minimum: null,
  maximum: "40.00",
  earned_within_months: null,
  instructions: null,
  requires: [],
  review: "required",
  when_found: [],
  checklist: [],
  ends_when_renewed: false,
  labels: [],
  validity: { kind: "as_stated" },
  rules: [RULES],
  rules_in_force: RULES,
  claimed: true,
  retired: false,
  version: 1,
  ...change,
});

const RULES: CreditType["rules_in_force"] = {
  starts_on: "2020-01-01",
  version: 1,
  period: { kind: "year", day: 1, month: 1 },
  expires_after_months: null,
  target: "20.00",
  cap: null,
  carry_over: null,
};

export const certificate = (change: Partial<Certificate> = {}): Certificate => ({
  id: "01JD0000000000000000000001",
  learner_id: LEARNER.id,
  kind: "external",
  title: "Course",
  issuer: "Demo University",
  certificate_number: null,
  verification_link: null,
  earned_on: "2026-11-01",
  expires_on: null,
  expiry_as_stated: null,
  claims: [{ credit_type: "cpe", labels: {}, claimed: "2.00", awarded: null }],
  status: "pending",
  standing: null,
  since: "2026-11-20T08:00:00Z",
  submitted_at: "2026-11-20T08:00:00Z",
  submitted_by: { kind: "learner", id: LEARNER.id, name: LEARNER.name },
  entered_on_behalf: false,
  review: "required",
  corrections: {},
  decision: null,
  usual_reason: null,
  renews: null,
  renewed_by: null,
  file: null,
  thumbnail: null,
  version: 1,
  ...change,
});

export const review = (change: Partial<StaffCertificate> = {}): StaffCertificate => ({
  ...certificate(),
  document_says: "unread",
  assignment: null,
  events: [],
  ...change,
});

export const queued = (change: Partial<Queued> = {}): Queued => ({
  ...certificate(),
  document_says: "unread",
  assignment: null,
  age_days: 1,
  due_on: "2026-11-25",
  overdue: false,
  ...change,
});

/** A page of a list. */
export const page = <T>(items: T[], next_cursor: string | null = null) => ({ items, next_cursor });

/** Whoever is on the staff, with what the academy has set up. */
export const me = (
  role: StaffMember["role"] = "reviewer",
  {
    settings: told = settings(),
    credit_types = [creditType()],
  }: { settings?: Settings; credit_types?: CreditType[] } = {},
): Me => {
  const { logo: _, ...shown } = told;
  return {
    principal: REVIEWER.id,
    name: REVIEWER.name,
    role,
    version: 1,
    second_factor: { enabled: true, required: false },
    set_up: { settings: shown, credit_types },
  };
};

/** What pages of the console read of the academy, for a reviewer or an administrator. */
export const academy = (role: StaffMember["role"] = "reviewer") =>
  ({
    "GET /admin/academies/{academy_id}/me": me(role),
    "GET /admin/academies/{academy_id}/settings": settings(),
    "GET /admin/academies/{academy_id}/credit-types": { items: [creditType()] },
    "GET /admin/academies/{academy_id}/staff": { items: [member({ role })] },
  }) as const satisfies Routes;

/** A programme of a body that asks for sixty credits in three years, eight of them in business. */
export const programme = (change: Partial<Programme> = {}): Programme => ({
  id: "board",
  name: "Certified Example",
  source: "The board’s handbook, https://board.example/handbook",
  read_on: "2026-11-01",
  not_confirmed: ["Whether giving back is limited in the first cycle, too"],
  versions: [
    {
      begins_on: "2024-01-01",
      at_once: false,
      cycle: { anchor: { kind: "held_since" }, months: 36, first: "short", first_exempt: false },
      counts: null,
      requires: [
        {
          kind: "at_least",
          id: "total",
          name: "60 credits in three years",
          credits: "60",
          when: [],
          ramp: [],
          window: { kind: "cycle" },
        },
        {
          kind: "at_least",
          id: "business",
          name: "8 credits in business",
          credits: "8",
          which: { kind: "label", label: "area", one_of: ["business"] },
          when: [],
          ramp: [],
          window: { kind: "cycle" },
        },
      ],
      conversions: [],
      carry: null,
      backfill: null,
      report_within: null,
    },
  ],
  ...change,
});

export const academyProgramme = (change: Partial<AcademyProgramme> = {}): AcademyProgramme => ({
  id: "board",
  state: "draft",
  pack: null,
  programme: programme(),
  version: 1,
  ...change,
});

/** What a change of a programme would do to somebody: ten fewer are missing. */
export function effect(change: Partial<Effect> = {}): Effect {
  const outcome = {
    version: "2024-01-01",
    starts_on: "2024-01-01",
    ends_on: "2026-12-31",
    counted: "10",
    missing: "50",
    done: false,
  };
  return {
    learner_id: LEARNER.id,
    name: LEARNER.name,
    holding_id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
    before: outcome,
    after: { ...outcome, missing: "40" },
    changed: true,
    ...change,
  };
}

/** A label as a credit type asks for it. */
export const TRIANGLE: CreditType["labels"][number] = {
  id: "category",
  name: "Talent Triangle",
  required: true,
  choices: [
    { id: "work", name: "Ways of Working", retired: false },
    { id: "power", name: "Power Skills", retired: false },
    { id: "business", name: "Business Acumen", retired: false },
    { id: "leading", name: "Leadership", retired: true },
  ],
};
