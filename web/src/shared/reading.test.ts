import { describe, expect, it, vi } from "vitest";
import type { CreditType, PageDrawing, Rendition, Suggestion } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { newDraft } = await import("./draft");
const { confirm, fill, READABLE, readIn, saidThere, typed, unconfirmed, withdraw } =
  await import("./reading");

const place = { page: 2, left: 1, top: 2, right: 3, bottom: 4 };
const VALUES: Record<Suggestion["field"], string> = {
  title: "Secure Coding",
  issuer: "Open Courses",
  earned_on: "2026-05-17",
  credits: "7.50",
  certificate_number: "A-1",
};
const read: Suggestion[] = READABLE.map((field) => ({ field, value: VALUES[field], place }));
const one = [{ id: "cpe" } as CreditType];
const empty = newDraft(one);
const fields = (draft: typeof empty) => unconfirmed(draft).map(([field]) => field);

describe("what is read", () => {
  it("fills an empty draft as somebody would type it, and is marked with its place", () => {
    const filled = fill(empty, read);
    expect(filled).toMatchObject({
      title: "Secure Coding",
      issuer: "Open Courses",
      earnedOn: "17/05/2026",
      certificateNumber: "A-1",
      lines: [{ creditType: "cpe", credits: "7.5" }],
    });
    expect(unconfirmed(filled)).toEqual(READABLE.map((field) => [field, place]));
  });

  it("changes nothing the second time", () => {
    const filled = fill(empty, read);
    expect(fill(filled, read)).toBe(filled);
  });

  it("leaves alone what was typed before", () => {
    const draft = typed(empty, { ...empty, title: "Mine" });
    expect(fill(draft, read).title).toBe("Mine");
    expect(fields(fill(draft, read))).not.toContain("title");
  });

  it("leaves empty what was emptied by hand", () => {
    const filled = fill(empty, read);
    const emptied = typed(filled, { ...filled, title: "" });
    expect(fill(emptied, read).title).toBe("");
  });

  it("leaves alone what stood there from the beginning", () => {
    expect(fill({ ...empty, issuer: "Stated" }, read).issuer).toBe("Stated");
  });

  it("fills the credits once a credit type is chosen, and not where there are several", () => {
    const several = [{ id: "cpe" } as CreditType, { id: "pdu" } as CreditType];
    const draft = fill(newDraft(several), read);
    expect(draft.lines[0]!.credits).toBe("");
    const chosen = typed(draft, { ...draft, lines: [{ creditType: "pdu", credits: "" }] });
    expect(fill(chosen, read).lines).toEqual([{ creditType: "pdu", credits: "7.5" }]);
    const two = { ...chosen, lines: [...chosen.lines, { creditType: "cpe", credits: "" }] };
    expect(fill(two, read).lines.map(({ credits }) => credits)).toEqual(["", ""]);
  });

  it.each([
    ["14 PDUs", "CPE credits", "", ""],
    ["6.00 CPE hours", "CPE", "hours", "7.5"],
    ["CME credits: 7.50", "Continuing medical education", "points", "7.5"],
    ["7.5 CPD points", "Continuing Professional Education", "credits", ""],
    ["7.5 hours", "PDU", "PDUs", "7.5"],
    ["7.5 CPE credits", "Training", "hours", "7.5"],
    ["", "CPE", "credits", "7.5"],
  ])("fills %o for a credit type %o in %o with %o", (said, name, unit, credits) => {
    const types = [{ id: "cpe", name, unit } as CreditType];
    expect(fill(empty, [{ field: "credits", value: "7.50", place, said }], types).lines).toEqual([
      { creditType: "cpe", credits },
    ]);
  });

  it("takes out credits where another credit type is chosen, unless they were confirmed", () => {
    const types = [
      { id: "cpe", name: "CPE", unit: "hours" },
      { id: "pdu", name: "PDU", unit: "PDUs" },
    ] as CreditType[];
    const credits = [{ field: "credits" as const, value: "7.50", place, said: "7.5 CPE credits" }];
    const choose = (draft: typeof empty, creditType: string) => {
      const lines = [{ creditType, credits: draft.lines[0]!.credits }];
      return fill(typed(draft, { ...draft, lines }), credits, types);
    };
    const filled = choose(newDraft(types), "cpe");
    expect(filled.lines[0]!.credits).toBe("7.5");
    expect(choose(filled, "pdu").lines[0]!.credits).toBe("");
    expect(choose(choose(filled, "pdu"), "cpe").lines[0]!.credits).toBe("7.5");
    expect(choose(confirm(filled, ["credits"]), "pdu").lines[0]!.credits).toBe("7.5");
  });

  it("is told with what the document says there", () => {
    const word = (text: string, left: number, top: number) => ({
      text,
      left,
      top,
      right: left + 8,
      bottom: top + 4,
    });
    const words = [word("6", 10, 10), word("CPE", 20, 10), word("hours", 30, 10), word("Date", 10, 20)];
    const there = { page: 1, left: 10, top: 10, right: 38, bottom: 14 };
    const [told] = saidThere([{ field: "credits", value: "6", place: there }], [{ words } as PageDrawing]);
    expect(told!.said).toBe("6 CPE hours");
    expect(saidThere(read, [])[0]!.said).toBe("");
  });

  it("is left out where a newer API reads a field that this portal does not know", () => {
    const newer = { field: "venue", value: "Bern", place } as unknown as Suggestion;
    expect(fill(empty, [newer])).toBe(empty);
  });
});

describe("what was read", () => {
  const filled = fill(empty, read);

  it("is confirmed one by one, or all at once", () => {
    expect(fields(confirm(filled, ["title"]))).not.toContain("title");
    expect(unconfirmed(confirm(filled, READABLE))).toEqual([]);
  });

  it("is no longer marked once it is changed", () => {
    expect(fields(typed(filled, { ...filled, title: "Secure Coding II" }))).not.toContain("title");
  });

  it("goes with its file, except what was confirmed or changed", () => {
    const changed = typed(filled, { ...filled, title: "Secure Coding II" });
    const left = withdraw(confirm(changed, ["earned_on"]));
    expect(left).toMatchObject({ title: "Secure Coding II", earnedOn: "17/05/2026", issuer: "" });
    expect(unconfirmed(left)).toEqual([]);
    const other = fill(left, [
      { field: "title", value: "Other", place },
      { field: "issuer", value: "Another", place },
    ]);
    expect(other).toMatchObject({ title: "Secure Coding II", issuer: "Another" });
  });
});

describe("a label that is read", () => {
  const several = [{ id: "cpe" } as CreditType, { id: "pdu" } as CreditType];
  const labels = readIn({
    pages: [],
    suggestions: [],
    suggested_labels: [
      { credit_type: "cpe", label: "subject", choice: "acc", place },
      { credit_type: "pdu", label: "subject", choice: "tax", place },
    ],
  } as unknown as Rendition);
  const of = (creditType: string, draft = newDraft(several)) =>
    typed(draft, { ...draft, lines: [{ creditType, credits: "" }] });

  it("fills the label of the credit type that is chosen, and is marked", () => {
    const filled = fill(of("cpe"), labels);
    expect(filled.lines[0]!.labels).toEqual({ subject: "acc" });
    expect(unconfirmed(filled)).toEqual([["labels.subject", place]]);
    expect(fill(filled, labels)).toBe(filled);
    expect(fields(confirm(filled, ["labels.subject"]))).toEqual([]);
    expect(withdraw(filled).lines[0]!.labels).toEqual({});
  });

  it("waits for a credit type, and follows it to another one, even when it was changed", () => {
    expect(fill(newDraft(several), labels).lines[0]!.labels).toBeUndefined();
    const filled = fill(of("cpe"), labels);
    expect(fill(of("pdu", filled), labels).lines[0]!.labels).toEqual({ subject: "tax" });
    const [line] = filled.lines;
    const changed = typed(filled, { ...filled, lines: [{ ...line!, labels: { subject: "tax" } }] });
    expect(fields(changed)).toEqual([]);
    expect(fill(changed, labels).lines[0]!.labels).toEqual({ subject: "tax" });
    expect(fill(of("pdu", changed), labels).lines[0]!.labels).toEqual({ subject: "tax" });
  });

  it("leaves empty what was emptied by hand, and several lines alone", () => {
    const filled = fill(of("cpe"), labels);
    const [line] = filled.lines;
    const emptied = typed(filled, { ...filled, lines: [{ ...line!, labels: {} }] });
    expect(fill(emptied, labels).lines[0]!.labels).toEqual({});
    const two = { ...of("cpe"), lines: [line!, line!].map((one) => ({ ...one, labels: {} })) };
    expect(fill({ ...two, origins: {} }, labels).lines[0]!.labels).toEqual({});
  });
});
