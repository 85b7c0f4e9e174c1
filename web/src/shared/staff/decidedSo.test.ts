import { expect, it } from "vitest";
import type { CertificateEvent, Verdict } from "../../api/types";
import { isDecidedSo } from "./decidedSo";

const verdict: Verdict = {
  action: "approve",
  comment: "The breaks do not count.",
  awarded: [{ credit_type: "cpe", credits: "6.5" }],
  answers: [],
  corrections: { labels: [], issuer: null, title: "Safe Coding" },
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
const claims = [{ credit_type: "cpe", labels: {}, claimed: "8.00", awarded: null }];
const made = { version: 3, verdict };
const later = { ...event, version: 5, action: "reopen" as const, actor: { ...event.actor, id: "other" } };

it("a decision stands where it did arrive, whatever came after it", () => {
  expect(isDecidedSo({ claims, events: [event] }, made, "me")).toBe(true);
  expect(isDecidedSo({ claims, events: [event, later] }, made, "me")).toBe(true);
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
  expect(isDecidedSo({ claims, events: [{ ...event, ...change }] }, made, "me")).toBe(false);
});

it("of several lines of one type it is told by the line which was awarded and put right what", () => {
  const pdu = { credit_type: "pdu", labels: { category: "work" }, claimed: "2.00", awarded: null };
  const lines = [pdu, { ...pdu, labels: { category: "power" } }];
  const awarded = [{ credit_type: "pdu", line: 1, credits: "1.5" }];
  const labels = [{ line: 1, labels: { category: "business" } }];
  const changes = [
    { field: "claims.pdu.awarded", before: null, after: "2.00" },
    { field: "claims.pdu.2.awarded", before: null, after: "1.50" },
    { field: "claims.pdu.2.labels.category", before: "power", after: "business" },
  ];
  const so = { version: 3, verdict: { ...verdict, awarded, corrections: { labels } } };
  const decided = (after: typeof changes) =>
    isDecidedSo({ claims: lines, events: [{ ...event, changes: after }] }, so, "me");
  expect(decided(changes)).toBe(true);
  expect(decided(changes.with(1, { ...changes[1]!, after: "2.00" }))).toBe(false);
  expect(decided(changes.with(2, { ...changes[2]!, after: "work" }))).toBe(false);
});
