/** What the lists were last looked at for: who goes back to one by its name finds it as it was. */

/** What opens a dialog over a list is not how the list was seen. */
const DIALOGS = ["add", "edit"];

export class Trail {
  readonly #seen = new Map<string, string>();

  see(pathname: string, search: string): void {
    const seen = new URLSearchParams(search);
    for (const name of DIALOGS) seen.delete(name);
    this.#seen.set(pathname, seen.toString());
  }

  /** The address of a page as it was last seen; one that says more than its path stays as it is. */
  back(href: string): string {
    const seen = this.#seen.get(href);
    return seen ? `${href}?${seen}` : href;
  }
}
