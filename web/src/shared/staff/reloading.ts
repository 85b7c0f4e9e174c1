/**
 * Whether a page that is left is only loaded anew.
 *
 * Browsers do not tell; they do tell of the key for it, and of what the page does itself. Where nothing
 * tells, the page counts as closed.
 */

/** A page is loaded anew within this time, or not at all. */
const SOON_MS = 3_000;

let asked = -Infinity;

function isReloadKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === "F5" || (key.toLowerCase() === "r" && (ctrlKey || metaKey));
}

function ask(): void {
  asked = Date.now();
}

addEventListener("keydown", (event) => isReloadKey(event) && ask(), { capture: true });
// Of the Navigation API, which not every browser has.
const { navigation } = window as { navigation?: EventTarget };
navigation?.addEventListener("navigate", (event) => {
  if ("navigationType" in event && event.navigationType === "reload") ask();
});

export const isReloading = (): boolean => Date.now() - asked < SOON_MS;
