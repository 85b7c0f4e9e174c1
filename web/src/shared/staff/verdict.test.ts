import { describe, expect, it, vi } from "vitest";
import type { Action as AnyAction, Certificate, Status } from "../../api/types";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { ACTIONS, actionsFor, BULK, ruleOf } = await import("./decisions");
const { adjusted, corrected, formOf, gaps, isAdjusted, takenAway, verdictOf } = await import("./verdict");
const { kindsOf, lookUp } = await import("../kinds");
const { t, textsOf } = await import("../../text");

const certificate = {
  status: "pending",
  title: "Course",
  issuer: "School",
  earned_on: "2024-05-17",
  expires_on: "2030-01-02",
  claims: [{ credit_type: "cpe", labels: {}, claimed: "8.00", awarded: null }],
} as unknown as Certificate;
const form = formOf(certificate);
const correcting = (corrections: Partial<typeof form.corrections>) => ({
  ...form,
  comment: "As the document says.",
  corrections: { ...form.corrections, ...corrections },
});
const statuses = kindsOf(textsOf("review.nothingToDo"));

describe("a decision", () => {
  it.each(ACTIONS)("%s has a key of its own and words for everything", (action) => {
    expect(ACTIONS.filter((other) => ruleOf(other).key === ruleOf(action).key)).toEqual([action]);
    expect(Object.keys(textsOf("review.keys"))).not.toContain(ruleOf(action).key);
    expect(t(`review.done.${action}`, { title: "Course" })).toContain("Course");
    expect(t(`certificate.action.${action}`)).toBeTruthy();
  });

  it.each(ACTIONS)("%s is offered where it can be made, and to whom", (action) => {
    const { from, fromEntered = [], administratorsOnly } = ruleOf(action);
    const everything = [true, false].flatMap((entered_on_behalf) =>
      statuses.map((status) => ({ status, entered_on_behalf })),
    );
    for (const found of everything) {
      const { status, entered_on_behalf } = found;
      const isPossible = from.includes(status) || (entered_on_behalf && fromEntered.includes(status));
      expect(actionsFor(found, true).includes(action)).toBe(isPossible);
      expect(actionsFor(found, false).includes(action)).toBe(isPossible && !administratorsOnly);
    }
  });

  it("takes the academy's own word back where a learner disputes it, and nobody else's", () => {
    const revoked = (entered_on_behalf: boolean, administrator: boolean) =>
      actionsFor({ status: "pending", entered_on_behalf }, administrator).includes("revoke");
    expect(revoked(true, true)).toBe(true);
    expect(revoked(true, false)).toBe(false);
    expect(revoked(false, true)).toBe(false);
  });

  it.each(ACTIONS)("%s is sent with what goes with it alone", (action) => {
    const verdict = verdictOf(action, certificate, { ...form, reason: "too-old" }, []);
    expect(verdict.action).toBe(action);
    expect(verdict.reason ?? null).toBe(ruleOf(action).needsReason ? "too-old" : null);
    expect(verdict.corrections).toEqual({ labels: [] });
  });

  it("is made on many where it is made on what waits", () => {
    expect(BULK).toEqual(actionsFor({ status: "pending", entered_on_behalf: false }, true));
    for (const action of BULK) expect(t(`queue.bulkTitle.${action}`, { count: 2 })).toContain("2");
  });

  it("is none where a status is not known", () => {
    expect(actionsFor({ status: "escalated" as Status, entered_on_behalf: true }, true)).toEqual([]);
  });
});

describe("a correction", () => {
  it("is what differs from what was stated, in the API's form", () => {
    expect(corrected(certificate, form)).toEqual({ labels: [] });
    expect(corrected(certificate, correcting({ earned_on: "17 May 2024", title: " Course " }))).toEqual({
      labels: [],
    });
    expect(corrected(certificate, correcting({ earned_on: "18/5/2024", issuer: "" }))).toEqual({
      earned_on: "2024-05-18",
      issuer: null,
      labels: [],
    });
    expect(corrected(certificate, correcting({ expires_on: " " }))).toEqual({ expires_on: null, labels: [] });
  });

  it("that takes something away says what, before it is sent", () => {
    expect(takenAway(certificate, form)).toEqual([]);
    expect(takenAway(certificate, correcting({ issuer: "  ", expires_on: "" }))).toEqual([
      { field: "issuer", said: "School" },
      { field: "expires_on", said: "2 January 2030" },
    ]);
    // What cannot be read yet takes nothing away, and what was never there neither.
    expect(takenAway(certificate, correcting({ expires_on: "2. Jan", title: "" }))).toEqual([]);
    const bare = { ...certificate, issuer: null, expires_on: null };
    expect(takenAway(bare, formOf(bare))).toEqual([]);
    expect(corrected(bare, formOf(bare))).toEqual({ labels: [] });
  });

  it("of labels names the line and says all that it should say", () => {
    const pdu = { credit_type: "pdu", labels: { category: "work" }, claimed: "2.00", awarded: null };
    const two = { ...certificate, claims: [pdu, { ...pdu, labels: { category: "power", form: "live" } }] };
    const right = { ...formOf(two), labels: { 1: { category: "business", form: "live" } } };
    expect(corrected(two, formOf(two))).toEqual({ labels: [] });
    expect(isAdjusted(two, formOf(two))).toBe(false);
    expect(corrected(two, right)).toEqual({
      labels: [{ line: 1, labels: { category: "business", form: "live" } }],
    });
    expect(isAdjusted(two, right)).toBe(true);
    expect(corrected(two, { ...right, labels: { 1: { category: "power" } } }).labels).toHaveLength(1);
  });

  it("of credits names the line, of which several may be of one type", () => {
    const pdu = { credit_type: "pdu", labels: {}, claimed: "2.00", awarded: null };
    const two = { ...certificate, claims: [pdu, pdu] };
    expect(adjusted(two, { ...formOf(two), awarded: { 0: "2", 1: "1.5" } })).toEqual([
      { credit_type: "pdu", line: 1, credits: "1.5" },
    ]);
  });

  it("is not sent while it cannot be read, or leaves nothing that must be there", () => {
    const wrong = correcting({ title: " ", earned_on: "31/6/2024", expires_on: "soon" });
    expect(Object.keys(gaps("approve", certificate, wrong, [])).sort()).toEqual([
      "corrections.earned_on",
      "corrections.expires_on",
      "corrections.title",
    ]);
    expect(gaps("approve", certificate, correcting({ expires_on: "", issuer: "" }), [])).toEqual({});
    expect(gaps("decline", certificate, { ...wrong, reason: "too-old" }, [])).toEqual({});
  });
});

describe("a kind that this portal does not know", () => {
  it("is called by the API's own word, in plain writing", () => {
    expect(t(`certificate.action.${"hand_over" as AnyAction}`)).toBe("Hand over");
    expect(lookUp(textsOf("review.done") as Record<string, unknown>, "toString")).toBeUndefined();
  });
});
