/** The pages of a document: their text, and what is looked for in it. */

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
