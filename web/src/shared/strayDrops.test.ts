import { describe, expect, it } from "vitest";
import { holdStrayDrops } from "./strayDrops";

function drag(page: EventTarget, kind: string, types: string[], before?: (event: Event) => void) {
  const event = new Event(kind, { cancelable: true });
  const dataTransfer = { types, dropEffect: "copy" };
  before?.(event);
  page.dispatchEvent(Object.assign(event, { dataTransfer }));
  return { held: event.defaultPrevented, effect: dataTransfer.dropEffect };
}

describe("a file beside where it belongs", () => {
  it.each(["dragover", "drop"])("is not opened by the browser: %s", (kind) => {
    const page = new EventTarget();
    expect(drag(page, kind, ["Files"]).held).toBe(false);
    const release = holdStrayDrops(page);
    expect(drag(page, kind, ["Files"])).toEqual({ held: true, effect: "none" });
    release();
    expect(drag(page, kind, ["Files"]).held).toBe(false);
  });

  it.each(["dragover", "drop"])("leaves alone what goes where it belongs, and words: %s", (kind) => {
    const page = new EventTarget();
    holdStrayDrops(page);
    const taken = drag(page, kind, ["Files"], (event) => event.preventDefault());
    expect(taken.effect).toBe("copy");
    expect(drag(page, kind, ["text/plain"]).held).toBe(false);
  });
});
