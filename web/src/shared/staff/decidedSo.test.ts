import { expect, it } from "vitest";
import type { CertificateEvent, Verdict } from "../../api/types";
import { isDecidedSo } from "./decidedSo";

const verdict: Verdict = {
  action: "approve",
  comment: "The breaks do not count.",
  awarded: [{ credit_type: "cpe", credits: "6.5" }],
  answers: [],
  corrections: { issuer: null, title: "Safe Coding" },
};
const event: CertificateEvent = {
  version: 4,
  at: "2026-11-25T12:00:00Z",
  actor: { kind: "staff", id: "me", name: "Demo Reviewer" },
  action: "approve",
  from_status: "pending",
  to_status: "approved",
  comment: "The breaks do not count.",
  reason: null,
  rejected: null,
  usual_reason: null,
  changes: [
    { field: "title", before: "Save Coding", after: "Safe Coding" },
    { field: "issuer", before: "Open Courses", after: null },
    { field: "claims.cpe.awarded", before: null, after: "6.50" },
  ],
};
const made = { version: 3, verdict };
const later = { ...event, version: 5, action: "reopen" as const, actor: { ...event.actor, id: "other" } };

it("a decision stands where it did arrive, whatever came after it", () => {
  expect(isDecidedSo({ events: [event] }, made, "me")).toBe(true);
  expect(isDecidedSo({ events: [event, later] }, made, "me")).toBe(true);
});

const others: Record<string, Partial<CertificateEvent>> = {
  "by somebody else": { actor: { ...event.actor, id: "other" } },
  "another action": { action: "decline" },
  "with other words": { comment: "Well done." },
  "without words": { comment: null },
  "with other credits": { changes: [...event.changes.slice(0, 2), { ...event.changes[2]!, after: "8.00" }] },
  "without the correction": { changes: event.changes.slice(1) },
  "on another version": { version: 5 },
};

it.each(Object.entries(others))("it is another decision %s", (_, change) => {
  expect(isDecidedSo({ events: [{ ...event, ...change }] }, made, "me")).toBe(false);
});
