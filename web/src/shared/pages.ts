/** The pages of a document: their text, what is looked for in it, and their pictures. */

import { Refused } from "../api/errors";
import type { PageDrawing, Place, Rendition, Word } from "../api/types";

export type Box = Omit<Place, "page">;

/** A line of text and where it stands. */
export interface TextLine extends Box {
  text: string;
}

/** Units in which places on a page are told. */
export const SCALE = 10_000;

/** So much of a word's height may stand beside the line that it still belongs to. */
const SLACK = 0.5;

/**
 * The words of a page in lines, in the order in which the file has them.
 *
 * @param aspect Width of the page by its height.
 */
export function linesOf(words: readonly Word[], aspect = 1): TextLine[] {
  const lines: Word[][] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line && goesOn(around(line), word)) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => ({ text: written(line, aspect), ...around(line) }));
}

/** The text of a line. Letters that are set apart, as in a heading, are the words that they make. */
function written(line: readonly Word[], aspect: number): string {
  const isLetter = ({ text }: Word) => /^\p{L}$/u.test(text);
  const isClose = line.map((word, at) => {
    const before = line[at - 1];
    if (!before || !isLetter(before) || !isLetter(word)) return false;
    return (word.left - before.right) * aspect < word.bottom - word.top;
  });
  return line.reduce((text, word, at) => {
    // Two letters can be words.
    const joins = isClose[at] && (isClose[at - 1] || isClose[at + 1]);
    return text + (at && !joins ? " " : "") + word.text;
  }, "");
}

function goesOn(line: Box, word: Box): boolean {
  const shared = Math.min(line.bottom, word.bottom) - Math.max(line.top, word.top);
  const height = word.bottom - word.top;
  return shared >= height * SLACK && word.left >= line.right - height;
}

function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** One place where the words looked for stand: a box for each line of them. */
export type Hit = Place[];

/** How a part of a page is shown large: with a little around it, and never less than so much of the line. */
const LEAST = 2500;
const AROUND = 120;

/** The part of a page that shows a place and what is around it. */
export function partAround({ left, top, right, bottom }: Box): Box {
  const wider = Math.max(AROUND, (LEAST - (right - left)) / 2);
  const from = Math.max(0, Math.min(left - wider, SCALE - LEAST));
  return {
    left: from,
    right: Math.min(SCALE, Math.max(right + wider, from + LEAST)),
    top: Math.max(0, top - AROUND),
    bottom: Math.min(SCALE, bottom + AROUND),
  };
}

/**
 * Find words in a document, whatever their case and accents, also across the ends of lines. Where they
 * do not stand as they are written, they are looked for in letters that are set apart.
 */
export function hitsIn(pages: readonly PageDrawing[], wanted: string): Hit[] {
  const looked = plain(wanted);
  if (!looked) return [];
  const hits = hitsWith(pages, looked, " ");
  return hits.length ? hits : hitsWith(pages, looked.replaceAll(" ", ""), "");
}

function hitsWith(pages: readonly PageDrawing[], looked: string, between: string): Hit[] {
  return pages.flatMap(({ words }, at) => {
    let text = "";
    const spans = words.map((word) => {
      const begin = text.length;
      text += plain(word.text);
      const end = text.length;
      text += between;
      return { word, begin, end };
    });
    const hits: Hit[] = [];
    for (let from = text.indexOf(looked); from >= 0; from = text.indexOf(looked, from + looked.length)) {
      const met = spans.filter(({ begin, end }) => begin < from + looked.length && end > from);
      hits.push(
        linesOf(met.map(({ word }) => word)).map(({ text: _, ...box }) => ({ page: at + 1, ...box })),
      );
    }
    return hits;
  });
}

/** Words as they are compared. */
function plain(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Whether there is text to be read; a picture of text has none. */
export function hasText({ pages }: Rendition): boolean {
  return pages.some(({ words }) => words.length > 0);
}

/** The pages on which there is nothing at all, counted from 1. */
export function blankPages({ pages }: Rendition): number[] {
  return pages.flatMap(({ blank }, at) => (blank ? [at + 1] : []));
}

export type Ask = (signal?: AbortSignal) => Promise<Rendition>;

/**
 * What tells the drawing of one file from that of another: links lapse, but what they lead to keeps
 * its name.
 */
export function identityOf({ pages }: Rendition): string {
  return pages.map(({ url }) => new URL(url).pathname).join(" ");
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

const PAUSE_MS = 2000;
const DRAWN_WITHIN_MS = 30_000;

/** Ask what a document looks like; of one that is only being drawn, again until it is. */
export async function drawn(ask: Ask, signal: AbortSignal, onWait: () => void): Promise<Rendition> {
  const started = Date.now();
  for (;;) {
    try {
      return await ask(signal);
    } catch (error) {
      const isLate = Date.now() - started > DRAWN_WITHIN_MS;
      if (!(error instanceof Refused) || !error.is("not-drawn") || isLate) throw error;
    }
    onWait();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal.throwIfAborted();
  }
}
