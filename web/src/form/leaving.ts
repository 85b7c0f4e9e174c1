/** Asking before something would be lost that was not saved. */

import { HeldHistory } from "./heldHistory";

/** The browser's Back and Forward. Made before the router listens. */
export const leaving = new HeldHistory(window);

/** Goes on with what was asked for. */
type Go = () => void;

class Unsaved {
  readonly #held = new Map<() => boolean, () => void>();
  #ask: ((go: Go) => void) | undefined;

  /** Something may be unsaved; what is returned says that it no longer can be. */
  hold(isUnsaved: () => boolean, release: () => void): () => void {
    this.#held.set(isUnsaved, release);
    return () => void this.#held.delete(isUnsaved);
  }

  /** Whoever can ask. */
  answerWith(ask: (go: Go) => void): () => void {
    this.#ask = ask;
    return () => {
      if (this.#ask === ask) this.#ask = undefined;
    };
  }

  /** Go, or ask first. */
  leave(go: Go): void {
    const isUnsaved = [...this.#held.keys()].some((held) => held());
    if (isUnsaved && this.#ask) this.#ask(go);
    else go();
  }

  /** Go in spite of it. */
  letGo(go: Go): void {
    for (const release of this.#held.values()) release();
    this.#held.clear();
    go();
  }
}

export const unsaved = new Unsaved();
