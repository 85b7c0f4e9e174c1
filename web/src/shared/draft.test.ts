import { describe, expect, it, vi } from "vitest";
import type { Certificate, CreditType } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { bodyOf, draftOf, gaps, newDraft, obstacles, renewalOf, required, unforeseen } =
  await import("./draft");
const { parseAmount } = await import("../text/format");
const { ulid } = await import("./ulid");

const type = (id: string, requires: CreditType["requires"]): CreditType => ({
  id,
  name: id,
  unit: "hours",
  step: "0.25",
  minimum: null,
  maximum: null,
  requires,
  when_found: [],
  earned_within_months: null,
  validity: { kind: "as_stated" },
  review: "required",
  instructions: null,
  checklist: [],
  ends_when_renewed: false,
  labels: [],
  rules: [],
  rules_in_force: {
    period: { kind: "calendar_year" },
    target: null,
    cap: null,
    carry_over: null,
    expires_after_months: null,
    version: 0,
    starts_on: "1950-01-01",
  },
  retired: false,
  claimed: false,
  version: 1,
});
const types = [type("cpe", ["file"]), type("pdu", ["issuer"])];
const filled = {
  ...newDraft(types),
  title: "  Course ",
  earnedOn: "2026-11-01",
  lines: [{ creditType: "pdu", credits: "1,5" }],
};

const choice = (id: string, retired = false) => ({ id, name: id, retired });

describe("a draft", () => {
  it("names every field that is missing", () => {
    const draft = newDraft(types);
    expect(Object.keys(gaps(draft, required(draft, types), undefined)).sort()).toEqual([
      "claims.0.credit_type",
      "claims.0.credits",
      "earned_on",
      "title",
    ]);
  });

  it("says what a forecast cannot do without, which is what it cannot be sent without", () => {
    expect(unforeseen(newDraft(types), types)).toEqual(["title", "earned_on", "credit_type", "credits"]);
    const line = { creditType: "pdu", credits: "1,5" };
    const variants = [
      [{ title: " " }, "title"],
      [{ earnedOn: "soon" }, "earned_on"],
      [{ expiresOn: "soon" }, "expires_on"],
      [{ lines: [line, { creditType: "", credits: "1" }] }, "credit_type"],
      [{ lines: [{ ...line, credits: "many" }] }, "credits"],
    ] as const;
    expect([unforeseen(filled, types), bodyOf(filled, undefined)]).toEqual([[], expect.anything()]);
    for (const [lacking, field] of variants) {
      const draft = { ...filled, ...lacking } as typeof filled;
      expect([unforeseen(draft, types), bodyOf(draft, undefined)]).toEqual([[field], undefined]);
    }
  });

  it("says the labels that a line has to say, and sends all that it says", () => {
    const asked = {
      id: "category",
      name: "Category",
      required: true,
      choices: [choice("work"), choice("power", true)],
    };
    const pdu = { ...type("pdu", []), labels: [asked, { ...asked, id: "delivery", required: false }] };
    const lines = [
      { creditType: "pdu", credits: "1" },
      { creditType: "pdu", credits: "2", labels: { category: "work" } },
    ];
    const draft = { ...filled, lines };
    expect(Object.keys(obstacles(draft, [pdu], { kind: "none" }))).toEqual(["claims.0.labels.category"]);
    expect(unforeseen(draft, [pdu])).toEqual(["labels"]);
    expect(bodyOf(draft, undefined)?.claims.map(({ labels }) => labels)).toEqual([{}, { category: "work" }]);
  });

  it("of a renewal says what the certificate said, as far as that is still offered", () => {
    const asked = {
      id: "category",
      name: "Category",
      required: true,
      choices: [choice("work"), choice("power", true)],
    };
    const pdu = { ...type("pdu", []), labels: [asked] };
    const claim = (category: string) => ({
      credit_type: "pdu",
      labels: { category },
      claimed: "1.00",
      awarded: "1.00",
    });
    const before = { title: "Course", issuer: null, claims: [claim("work"), claim("power"), claim("gone")] };
    expect(renewalOf(before as unknown as Certificate, [pdu]).lines.map(({ labels }) => labels)).toEqual([
      { category: "work" },
      {},
      {},
    ]);
  });

  it("needs what any of its credit types needs, and nothing else", () => {
    expect(Object.keys(gaps(filled, required(filled, types), undefined))).toEqual(["issuer"]);
    const both = {
      ...filled,
      issuer: "School",
      lines: [...filled.lines, { creditType: "cpe", credits: "2" }],
    };
    expect(Object.keys(gaps(both, required(both, types), undefined))).toEqual(["upload_id"]);
  });

  it("is not sent without the file that was chosen, even where none is needed", () => {
    const file = { name: "certificate.pdf", size: 1 };
    const said = { ...filled, issuer: "School" };
    expect(obstacles(said, types, { kind: "none" })).toEqual({});
    expect(obstacles(said, types, { kind: "accepted", uploadId: "1", ...file })).toEqual({});
    for (const state of [
      { kind: "sending", part: 0.5, ...file },
      { kind: "rejected", explanation: "", ...file },
      { kind: "failed", message: "", ...file },
      { kind: "cancelled", ...file },
    ] as const) {
      expect(Object.keys(obstacles(said, types, state))).toEqual(["upload_id"]);
    }
  });

  it("has an id of its own, which is sent with and without a file", () => {
    expect(bodyOf(filled, undefined)?.id).toBe(filled.id);
    expect(bodyOf(filled, "upload")?.id).toBe(filled.id);
    expect(filled.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(newDraft(types).id).not.toBe(newDraft(types).id);
  });

  it("of a certificate states what was stated, and not what a rule made of it", () => {
    const certificate = {
      id: "1",
      title: "Course",
      earned_on: "2024-05-17",
      expires_on: "2025-05-17",
      expiry_as_stated: null,
      claims: [{ credit_type: "cpe", claimed: "8.00" }],
    } as unknown as Certificate;
    expect(bodyOf(draftOf(certificate), undefined)?.expires_on).toBeNull();
    const stated = { ...certificate, expiry_as_stated: "2026-01-01" };
    expect(bodyOf(draftOf(stated), undefined)?.expires_on).toBe("2026-01-01");
  });

  it("is sent trimmed, with a decimal comma understood and what was left empty as null", () => {
    expect(bodyOf(filled, undefined)).toMatchObject({
      title: "Course",
      issuer: null,
      claims: [{ credit_type: "pdu", credits: "1.5" }],
      upload_id: null,
    });
  });

  it("is not sent while it cannot be", () => {
    expect(bodyOf({ ...filled, earnedOn: "" }, undefined)).toBeUndefined();
    expect(
      bodyOf({ ...filled, lines: [{ creditType: "pdu", credits: "1.555" }] }, undefined),
    ).toBeUndefined();
  });

  it("is not sent with a day that cannot be read, and says so at its field", () => {
    for (const part of [{ earnedOn: "24/11/2025" }, { expiresOn: "24/11/2025" }, { earnedOn: "5/6" }]) {
      const draft = { ...filled, ...part };
      expect(bodyOf(draft, undefined)).toBeUndefined();
      const field = "earnedOn" in part ? "earned_on" : "expires_on";
      expect(gaps(draft, new Set(), undefined)).toMatchObject({
        [field]: expect.stringMatching(/date/) as string,
      });
    }
    expect(bodyOf({ ...filled, earnedOn: "11/24/2025" }, undefined)?.earned_on).toBe("2025-11-24");
  });

  it("chooses the credit type where there is only one", () => {
    expect(newDraft([types[0]!]).lines).toEqual([{ creditType: "cpe", credits: "" }]);
  });
});

describe("an amount", () => {
  it.each([
    "",
    "-1",
    "1.555",
    "1e3",
    "one",
    "1.",
    "12345678",
    "1.234",
    "1,234",
    "1.23,45",
    "1.234,567",
    "1.234.5",
  ])("is not %j", (typed) => {
    expect(parseAmount(typed)).toBeUndefined();
  });
  it.each([
    ["8", "8"],
    [" 1.25 ", "1.25"],
    ["0,5", "0.5"],
    ["1.234,5", "1234.5"],
    ["1,234.50", "1234.50"],
    ["1.234.567,89", "1234567.89"],
    ["1’234.5", "1234.5"],
    ["1\u202f234,5", "1234.5"],
    ["12 345", "12345"],
  ])("is %j", (typed, amount) => {
    expect(parseAmount(typed)).toBe(amount);
  });
});

describe("a ULID", () => {
  it("has the API's form, begins with its time and never comes twice", () => {
    const made = Array.from({ length: 500 }, () => ulid(1_700_000_000_000));
    for (const id of made) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(new Set(made).size).toBe(500);
    expect(new Set(made.map((id) => id.slice(0, 10))).size).toBe(1);
    expect(ulid(1_700_000_000_000) < ulid(1_700_000_000_001)).toBe(true);
  });
});
