import { describe, expect, it } from "vitest";
import { en } from "./en";

describe("the queue", () => {
  it("says how much of it is loaded where there is more", () => {
    expect(en.queue.count(50, false)).toBe("(50)");
    expect(en.queue.count(400, true)).toBe("(the first 400)");
  });

  it("praises nobody for decisions that an academy without certificates never made", () => {
    expect(en.queue.empty).not.toMatch(/decided/);
  });
});
