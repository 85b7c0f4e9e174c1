/** Transcripts as files: made at once, or with all certificates in the background. */

import type { Pack, PackPage, PackRequest, Transcribed, TranscriptFile, TranscriptQuery } from "./types";

/** Where transcripts come from: a learner's own, or those that staff ask for. */
export interface TranscriptPort {
  /** Has one made; what is returned leads to it. */
  make: (query: TranscriptQuery) => Promise<TranscriptFile>;
  /** Has one made with the files of all its certificates. */
  begin: (body: PackRequest) => Promise<Pack>;
  /** How far such a one is. */
  read: (id: string) => Promise<Pack>;
  /** Those with files that one asked for, as long as they are kept. */
  list: (cursor: string | null) => Promise<PackPage>;
  /** Under which they are remembered. */
  listed: readonly string[];
}

/** The file that an answer leads to, where one was asked for. */
export function fileOf({ file }: Transcribed): TranscriptFile {
  if (!file) throw new Error("no file was asked for");
  return file;
}
