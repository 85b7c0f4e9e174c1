/** Lines of a period that are read at once. */
export const LINES_PAGE = 100;
