/** The pictures of a document's pages. */

import type { Rendition } from "./types";

export type Ask = (signal?: AbortSignal) => Promise<Rendition>;

/**
 * What tells the drawing of one file from that of another: links lapse, but what they lead to keeps
 * its name.
 */
export function identityOf({ pages }: Rendition): string {
  return pages.map(({ url }) => pictureName(url)).join(" ");
}

/** What a picture is called: the link to it lapses. */
export function pictureName(url: string): string {
  return new URL(url).pathname;
}

/** Links are asked for again a little before they lapse; by how much a clock is wrong does not matter. */
const GOOD_FOR_MS = 50_000;

class Replaced extends Error {}

/**
 * The pictures of a document's pages, each fetched once, behind links that lapse and are asked for
 * again. What they are asked for is then another document, where the file was replaced meanwhile:
 * nobody sees pages of both.
 */
export class Pictures {
  private links: Promise<Rendition>;
  private since = Date.now();
  private first: Promise<void> | undefined;
  private readonly fetched = new Map<number, Promise<Blob>>();

  /** @param onReplaced Hears of what the document looks like since its file was replaced. */
  constructor(
    private readonly rendition: Rendition,
    private readonly ask: Ask,
    private readonly onReplaced: (now: Rendition) => void,
  ) {
    this.links = Promise.resolve(rendition);
  }

  /** What the picture of a page is called, whatever links lead to it. */
  name(page: number): string {
    return pictureName(this.rendition.pages[page - 1]!.url);
  }

  /** The picture of a page, counted from 1. */
  get(page: number): Promise<Blob> {
    const known = this.fetched.get(page);
    if (known) return known;
    // On a slow line the one that is looked at would wait for all that come near.
    const picture = this.first ? this.first.then(() => this.fetch(page)) : this.fetch(page);
    this.first ??= picture.then(
      () => {},
      () => {},
    );
    this.fetched.set(page, picture);
    picture.catch(() => this.fetched.delete(page));
    return picture;
  }

  private async fetch(page: number): Promise<Blob> {
    if (Date.now() - this.since > GOOD_FOR_MS) this.renew();
    const asked = this.links;
    try {
      return await fetchPicture((await asked).pages[page - 1]!.url);
    } catch (error) {
      if (error instanceof Replaced) throw error;
      // Pages that fail together ask once.
      if (this.links === asked) this.renew();
      return fetchPicture((await this.links).pages[page - 1]!.url);
    }
  }

  private renew(): void {
    this.links = this.ask().then((now) => {
      if (identityOf(now) === identityOf(this.rendition)) return now;
      this.onReplaced(now);
      throw new Replaced();
    });
    this.since = Date.now();
  }
}

export async function fetchPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new Error(`picture: ${response.status}`);
  return response.blob();
}
