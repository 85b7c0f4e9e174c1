import type { Transcribed, TranscriptFile } from "./types";

/** The file that an answer leads to, where one was asked for. */
export function fileOf({ file }: Transcribed): TranscriptFile {
  if (!file) throw new Error("no file was asked for");
  return file;
}
