import { describe, expect, it, vi } from "vitest";
import type { CreditType } from "../../api/types";
import type { Draft } from "../draft";
import type { Read } from "../reading";

vi.stubGlobal("navigator", { languages: ["en-GB"], language: "en-GB" });
const { newDraft } = await import("../draft");
const { settled } = await import("./settle");

const types = [{ id: "cpe", name: "CPE", unit: "hours" }] as CreditType[];
const place = { page: 1, left: 0, top: 0, right: 1, bottom: 1 };
const read: Read[] = [{ field: "title", value: "Read", place }];
const about = { name: "a.pdf", size: 1 };
const accepted = (uploadId = "a") => ({ kind: "accepted", uploadId, ...about }) as const;
const begun: Draft = newDraft(types);

describe("a draft whose file is on its way", () => {
  it("knows it from when the server does, and nothing of it before", () => {
    expect(settled(begun, { kind: "sending", part: 0.5, ...about }, [], types)).toBe(begun);
    const inspecting = settled(begun, { kind: "inspecting", uploadId: "a", ...about }, read, types);
    expect(inspecting.file).toEqual({ uploadId: "a", ...about });
    expect(inspecting.title).toBe("");
  });

  it("is filled from what is read once the file is accepted, and is then left alone", () => {
    const filled = settled(begun, accepted(), read, types);
    expect(filled).toMatchObject({ title: "Read", origins: { title: place } });
    expect(settled(filled, accepted(), read, types)).toBe(filled);
  });

  it("calls the file as the server does", () => {
    const before = settled(begun, { kind: "inspecting", uploadId: "a", ...about }, [], types);
    expect(settled(before, { ...accepted(), name: "a.png" }, [], types).file?.name).toBe("a.png");
  });

  it.each([
    ["it is removed", { kind: "none" }],
    ["another one is sent", { kind: "hashing", ...about }],
    ["it is refused after all", { kind: "rejected", explanation: "", ...about }],
  ] as const)("loses what was read and not confirmed when %s", (_, upload) => {
    const filled = { ...settled(begun, accepted(), read, types), issuer: "Typed" };
    const lost = settled(filled, upload, read, types);
    expect(lost).toMatchObject({ title: "", issuer: "Typed" });
    expect(lost.file).toBeUndefined();
    const confirmed: Draft = { ...filled, origins: { title: "own" } };
    expect(settled(confirmed, upload, read, types).title).toBe("Read");
  });

  it("takes what another file says in the place of what was read in the first", () => {
    const filled = settled(begun, accepted(), read, types);
    const other: Read[] = [{ field: "title", value: "Other", place }];
    expect(settled(filled, accepted("b"), other, types)).toMatchObject({
      title: "Other",
      file: { uploadId: "b" },
    });
  });

  it("that was left behind is not read anew", () => {
    const left: Draft = { ...begun, title: "", origins: { title: "own" }, file: { uploadId: "a", ...about } };
    expect(settled(left, accepted(), read, types)).toBe(left);
  });
});
