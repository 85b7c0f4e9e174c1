/** Asking before something would be lost that was not saved. */

import { HeldHistory } from "./heldHistory";

/** The browser's Back and Forward. Made before the router listens. */
export const leaving = new HeldHistory(window);

/** Goes on with what was asked for. */
type Go = () => void;

/** What would be lost: what was filled in, or a file on its way. */
export type AtRisk = "typed" | "upload";

interface Held {
  what: AtRisk;
  release: () => void;
}

class Unsaved {
  readonly #held = new Map<() => boolean, Held>();
  #ask: ((go: Go, what: AtRisk) => void) | undefined;

  /** Something may be unsaved; what is returned says that it no longer can be. */
  hold(isUnsaved: () => boolean, release: () => void, what: AtRisk = "typed"): () => void {
    this.#held.set(isUnsaved, { what, release });
    return () => void this.#held.delete(isUnsaved);
  }

  /** Whoever can ask. */
  answerWith(ask: (go: Go, what: AtRisk) => void): () => void {
    this.#ask = ask;
    return () => {
      if (this.#ask === ask) this.#ask = undefined;
    };
  }

  /** Go, or ask first. */
  leave(go: Go): void {
    const lost = [...this.#held].filter(([isUnsaved]) => isUnsaved()).map(([, { what }]) => what);
    if (lost.length > 0 && this.#ask) this.#ask(go, lost.includes("upload") ? "upload" : "typed");
    else go();
  }

  /** Go in spite of it. */
  letGo(go: Go): void {
    for (const { release } of this.#held.values()) release();
    this.#held.clear();
    go();
  }
}

export const unsaved = new Unsaved();
