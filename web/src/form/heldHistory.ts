/** What is needed of a window. */
type Visited = Pick<EventTarget, "addEventListener"> & { history: Pick<History, "state" | "go"> };

const indexOf = (state: unknown) => (state as { idx?: number } | null)?.idx;

/**
 * Holds the browser's Back and Forward while something would be lost by them, and asks instead.
 *
 * The browser has gone by the time it says so. The router, which counts its entries, is not told, and
 * the way is gone back; so the page stays, and so does its address. Listeners of a window are told in
 * the order in which they came, captured or not, so this one has to be there before the router.
 */
export class HeldHistory {
  readonly #page: Visited;
  #held: { at: number | undefined; ask: (delta: number) => void } | undefined;

  constructor(page: Visited) {
    this.#page = page;
    page.addEventListener("popstate", (event) => this.#pass(event as PopStateEvent));
  }

  /**
   * Hold it until the answer is called.
   *
   * @param ask Hears how far, and which way, somebody wanted to go.
   */
  hold(ask: (delta: number) => void): () => void {
    const mine = { at: indexOf(this.#page.history.state), ask };
    this.#held = mine;
    return () => {
      if (this.#held === mine) this.#held = undefined;
    };
  }

  #pass(event: PopStateEvent) {
    const at = this.#held?.at;
    const there = indexOf(event.state);
    if (at === undefined || there === undefined) return;
    event.stopImmediatePropagation();
    if (there === at) return;
    this.#page.history.go(at - there);
    this.#held?.ask(there - at);
  }
}
