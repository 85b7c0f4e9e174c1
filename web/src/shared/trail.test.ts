import { describe, expect, it } from "vitest";
import { Trail } from "./trail";

describe("a trail", () => {
  it("leads back to a list as it was last seen", () => {
    const trail = new Trail();
    trail.see("/certificates", "?status=expired");
    trail.see("/certificates", "?status=expired&page=2&q=a%26b");
    trail.see("/certificates/x", "");
    expect(trail.back("/certificates")).toBe("/certificates?status=expired&page=2&q=a%26b");
    trail.see("/certificates", "");
    expect(trail.back("/certificates")).toBe("/certificates");
  });

  it("opens no dialog again", () => {
    const trail = new Trail();
    trail.see("/certificates", "?q=first&add=1");
    expect(trail.back("/certificates")).toBe("/certificates?q=first");
  });

  it("keeps how a list was seen while the start page is looked at", () => {
    const trail = new Trail();
    trail.see("/certificates", "?kind=external");
    trail.see("/", "");
    expect(trail.back("/certificates")).toBe("/certificates?kind=external");
  });

  it("adds nothing to what was never seen, or says itself how it is meant", () => {
    const trail = new Trail();
    trail.see("/console/queue", "?status=declined");
    expect(trail.back("/console/learners")).toBe("/console/learners");
    expect(trail.back("/console/queue?status=approved")).toBe("/console/queue?status=approved");
    expect(trail.back("#")).toBe("#");
  });
});
