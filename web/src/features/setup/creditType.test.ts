import { describe, expect, it, vi } from "vitest";
import type { CreditType, RulesVersion } from "../../api/types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { bodyOf, comingRules, formOf } = await import("./creditType");

const rules = (version: number, starts_on: string, target: string | null): RulesVersion => ({
  period: { kind: "calendar_year" },
  target,
  cap: null,
  carry_over: null,
  expires_after_months: null,
  version,
  starts_on,
});

const present = rules(1, "1950-01-01", "20.00");
const next = rules(2, "2027-01-01", "30.00");

const type = (versions: RulesVersion[], rules_in_force: RulesVersion): CreditType => ({
  id: "cpe",
  name: "CPE",
  unit: "hours",
  step: "0.25",
  minimum: null,
  maximum: null,
  requires: ["file"],
  earned_within_months: null,
  validity: { kind: "as_stated" },
  review: "required",
  when_found: [],
  instructions: null,
  claimed: false,
  checklist: [],
  ends_when_renewed: false,
  labels: [],
  rules: versions,
  rules_in_force,
  retired: false,
  version: versions.length,
});

describe("what credits count for", () => {
  const sent = (change: (form: ReturnType<typeof formOf>) => void) => {
    const form = formOf(type([present], present));
    change(form);
    return bodyOf(form).period_rules;
  };

  it("can be a year from the hiring date", () => {
    expect(sent((form) => (form.period_rules.period.kind = "hiring_year"))?.period).toEqual({
      kind: "hiring_year",
    });
  });

  it("can expire after so many months, or never", () => {
    expect(sent((form) => (form.period_rules.expires_after_months = "24"))?.expires_after_months).toBe(24);
    expect(sent(() => {})?.expires_after_months).toBeNull();
  });

  it("is edited as it stands", () => {
    const now = { ...present, period: { kind: "hiring_year" as const }, expires_after_months: 6 };
    const form = formOf(type([now], now));
    expect(bodyOf(form).period_rules).toMatchObject({
      period: { kind: "hiring_year" },
      expires_after_months: 6,
    });
  });
});

describe("rules that change with the next period", () => {
  it("come after those in force", () => {
    expect(comingRules(type([present, next], present))).toEqual(next);
    expect(comingRules(type([present, next], next))).toBeUndefined();
    expect(comingRules(type([present], present))).toBeUndefined();
    expect(comingRules(type([], rules(0, "1950-01-01", null)))).toBeUndefined();
  });

  it("are what is edited, so that saving something else does not take them back", () => {
    expect(bodyOf(formOf(type([present, next], present))).period_rules?.target).toBe("30");
    expect(bodyOf(formOf(type([present, next], next))).period_rules?.target).toBe("30");
    expect(bodyOf(formOf(type([present], present))).period_rules?.target).toBe("20");
  });
});
