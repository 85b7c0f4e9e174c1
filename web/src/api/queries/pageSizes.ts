/** Transcripts with files that are listed at once. */
export const PACKS_PAGE = 5;
/** Lines of a period that are read at once. */
export const LINES_PAGE = 100;
