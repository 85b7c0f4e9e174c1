/** What is needed of a window. */
type Visited = Pick<EventTarget, "addEventListener" | "removeEventListener"> & {
  history: Pick<History, "state" | "go">;
};

/**
 * Hold the browser's Back and Forward while something would be lost by them, and ask instead.
 *
 * The browser has gone by the time it says so. The router, which counts its entries, is not told, and
 * the way is gone back; so the page stays, and so does its address.
 */
export function holdHistory(page: Visited, ask: () => void): () => void {
  const indexOf = (state: unknown) => (state as { idx?: number } | null)?.idx;
  const here = indexOf(page.history.state);
  const hold = (event: Event) => {
    const there = indexOf((event as PopStateEvent).state);
    if (here === undefined || there === undefined) return;
    event.stopImmediatePropagation();
    if (there === here) return;
    page.history.go(here - there);
    ask();
  };
  // Before the router, which listens, too.
  page.addEventListener("popstate", hold, { capture: true });
  return () => page.removeEventListener("popstate", hold, { capture: true });
}
