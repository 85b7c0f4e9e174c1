import { describe, expect, it, vi } from "vitest";
import { HeldHistory } from "./heldHistory";

/** A window with as much of a history as it takes; `router` came later than all who listen. */
class Page extends EventTarget {
  at: number;
  router = vi.fn();
  readonly history;
  constructor(readonly entries: ({ idx: number } | null)[]) {
    super();
    this.at = entries.length - 2;
    const state = () => this.entries[this.at];
    this.history = {
      get state() {
        return state();
      },
      go: (delta = 0) => {
        this.at += delta;
        const event = Object.assign(new Event("popstate"), { state: state() });
        const stopped = vi.spyOn(event, "stopImmediatePropagation");
        this.dispatchEvent(event);
        if (stopped.mock.calls.length === 0) this.router();
      },
    };
  }
}

describe("a history that is held", () => {
  const entries = [{ idx: 0 }, { idx: 1 }, { idx: 2 }, { idx: 3 }];

  it.each([-1, -2, 1])("stays where it is, and asks once: %s", (delta) => {
    const page = new Page(entries);
    const ask = vi.fn();
    new HeldHistory(page).hold(ask);
    page.history.go(delta);
    expect(page.at).toBe(2);
    expect(ask).toHaveBeenCalledExactlyOnceWith(delta);
    expect(page.router).not.toHaveBeenCalled();
  });

  it("goes on as ever once it is let go", () => {
    const page = new Page(entries);
    const ask = vi.fn();
    new HeldHistory(page).hold(ask)();
    page.history.go(-1);
    expect(page.at).toBe(1);
    expect(ask).not.toHaveBeenCalled();
    expect(page.router).toHaveBeenCalledOnce();
  });

  it("is not gone back in where nobody knows how far", () => {
    const page = new Page([null, { idx: 0 }, { idx: 1 }]);
    const ask = vi.fn();
    new HeldHistory(page).hold(ask);
    page.history.go(-1);
    expect(page.at).toBe(0);
    expect(ask).not.toHaveBeenCalled();
  });
});
