import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { withNotice } = await import("./notify");

const notice = (type: FlashbarProps.Type, content: string) => ({ type, content });
const saved = notice("success", "saved");
const failed = notice("error", "failed");

describe("withNotice", () => {
  it("puts a success in the place of the one before", () => {
    expect(withNotice([saved], notice("success", "approved"))).toEqual([notice("success", "approved")]);
  });

  it("keeps a success that is still shown when something fails", () => {
    expect(withNotice([saved], failed)).toEqual([saved, failed]);
  });

  it("keeps what went wrong when something succeeds", () => {
    expect(withNotice([failed], saved)).toEqual([failed, saved]);
  });

  it("drops the oldest beyond three", () => {
    const third = notice("error", "third");
    expect(withNotice([saved, failed, third], failed)).toEqual([failed, third, failed]);
  });
});
