import { describe, expect, it, vi } from "vitest";
import type { Action, CertificateEvent, CreditType, Status } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { lastAwarded, openDispute, tell } = await import("./history");

const types = new Map([["cpe", { id: "cpe", name: "CPE hours", unit: "hours" } as CreditType]]);

type Change = CertificateEvent["changes"][number];

function changed(field: string, before: string | null, after: string | null, action: Action = "edit") {
  return tell({ action, changes: [{ field, before, after }] }, types)[0];
}

/** A history of these steps, each with the status it led to. */
function history(...steps: [Action, Status, ...Change[]][]): CertificateEvent[] {
  return steps.map(([action, to_status, ...changes], at) => ({
    version: at + 1,
    at: `2026-11-2${at}T08:00:00Z`,
    actor: { kind: action === "dispute" ? "learner" : "staff", id: action, name: action },
    action,
    from_status: null,
    to_status,
    comment: `${action} ${at + 1}`,
    rejected: null,
    reason: null,
    usual_reason: null,
    changes,
  }));
}

const award = (before: string | null, after: string | null): Change => ({
  field: "claims.cpe.awarded",
  before,
  after,
});

describe("what an event changed", () => {
  it.each([
    [
      "title",
      "Grundlagen der Ölprüfung",
      "Ölprüfung II",
      "Title",
      "Grundlagen der Ölprüfung",
      "Ölprüfung II",
    ],
    ["earned_on", "2024-05-17", "2024-05-18", "Date earned", "17 May 2024", "18 May 2024"],
    ["kind", "external", "academy", "Where it was earned", "Elsewhere", "At the academy"],
    ["claims.cpe.claimed", "8.00", "6.50", "CPE hours claimed", "8 hours", "6.5 hours"],
    ["claims.pdu.claimed", "8.00", "1200.00", "pdu claimed", "8", "1,200"],
  ])("tells of %s what it said before and after", (field, before, after, label, was, is) => {
    expect(changed(field, before, after)).toEqual({
      field,
      label,
      before: was,
      after: is,
      note: undefined,
    });
  });

  it.each([
    ["issuer", null, "École d'été", undefined, "École d'été", "added"],
    ["issuer", "École d'été", null, "École d'été", undefined, "taken away"],
    ["expires_on", null, "2030-01-02", "Does not expire", "2 January 2030", undefined],
    ["expires_on", "2030-01-02", null, "2 January 2030", "Does not expire", undefined],
    ["file", "a.pdf", null, "a.pdf", undefined, "taken away"],
    ["file", "a.pdf", "a.pdf", undefined, "a.pdf", "replaced by another one of the same name"],
    ["claims.cpe.claimed", null, "3.00", undefined, "3 hours", "line added"],
    ["claims.cpe.claimed", "3.00", null, "3 hours", undefined, "line removed"],
    ["claims.cpe.awarded", null, "0.00", undefined, "0 hours", undefined],
    ["claims.cpe.awarded", "3.00", null, "3 hours", undefined, "taken back"],
  ])("says in words that %s was not there (%s, %s)", (field, before, after, was, is, note) => {
    expect(changed(field, before, after)).toMatchObject({ before: was, after: is, note });
  });

  it("is nothing of a submission, which changes everything", () => {
    expect(changed("title", null, "First Aid", "submit")).toBeUndefined();
  });

  it("is told plainly of a field that is newer than the portal", () => {
    expect(changed("place_of_issue", "Wien", "Graz")).toMatchObject({
      label: "Place of issue",
      before: "Wien",
      after: "Graz",
    });
  });
});

describe("what had been awarded", () => {
  const cpe = { credit_type: "cpe", labels: {}, claimed: "8.00", awarded: null };

  it("is what was awarded last, after it was taken back too", () => {
    const events = history(
      ["submit", "pending"],
      ["approve", "approved", award(null, "8.00")],
      ["reopen", "pending", award("8.00", null)],
      ["approve", "approved", award(null, "6.50")],
      ["revoke", "revoked", award("6.50", null)],
    );
    expect(lastAwarded({ claims: [cpe], events })).toEqual(["6.50"]);
  });

  it("is nothing before anything was", () => {
    const events = history(["submit", "pending"], ["decline", "declined"]);
    expect(lastAwarded({ claims: [cpe], events })).toEqual([undefined]);
    expect(lastAwarded({ claims: [cpe], events: [] })).toEqual([undefined]);
  });

  it("may be nothing at all, which is something", () => {
    const events = history(["approve", "approved", award(null, "0.00")], ["revoke", "revoked"]);
    expect(lastAwarded({ claims: [cpe], events })).toEqual(["0.00"]);
  });

  it("is told line by line where several are of one type", () => {
    const second = { field: "claims.cpe.2.awarded", before: null, after: "3.00" };
    const events = history(["approve", "approved", award(null, "8.00"), second]);
    expect(lastAwarded({ claims: [cpe, { ...cpe, credit_type: "pdu" }, cpe], events })).toEqual([
      "8.00",
      undefined,
      "3.00",
    ]);
  });
});

describe("a dispute", () => {
  const comments = (events: CertificateEvent[]) =>
    openDispute({ events })?.said.map(({ comment }) => comment);

  it("is open until somebody decides", () => {
    const open = history(["submit", "pending"], ["approve", "approved"], ["dispute", "pending"]);
    expect(comments(open)).toEqual(["dispute 3"]);
    expect(openDispute({ events: open })?.by.name).toBe("dispute");
    for (const [action, status] of [
      ["approve", "approved"],
      ["decline", "declined"],
      ["revoke", "revoked"],
      ["request_changes", "changes_requested"],
      ["withdraw", "withdrawn"],
    ] as const) {
      const events = [...open, ...history([action, status]).map((event) => ({ ...event, version: 4 }))];
      expect(comments(events)).toBeUndefined();
    }
  });

  it("stays with what was said before, and with what was edited since", () => {
    const events = history(
      ["submit", "pending"],
      ["dispute", "pending"],
      ["edit", "pending"],
      ["dispute", "pending"],
      ["record_file", "pending"],
    );
    expect(comments(events)).toEqual(["dispute 2", "dispute 4"]);
    expect(openDispute({ events })?.edited).toBeUndefined();
    const edited = [...events, ...history(["edit", "pending"]).map((event) => ({ ...event, version: 6 }))];
    expect(openDispute({ events: edited })?.edited?.version).toBe(6);
  });

  it("that was decided once comes back with what is said anew alone", () => {
    const events = history(["dispute", "pending"], ["approve", "approved"], ["dispute", "pending"]);
    expect(comments(events)).toEqual(["dispute 3"]);
  });

  it("is none where nobody disputed", () => {
    expect(openDispute({ events: history(["submit", "pending"], ["edit", "pending"]) })).toBeUndefined();
    expect(openDispute({ events: [] })).toBeUndefined();
  });
});
