/** A learner's credits, and what a submission would do to them. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Page } from "../cache";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import { from, paged, readOn } from "../listing";
import { LINES_PAGE, PACKS_PAGE } from "./pageSizes";
import { fileOf, type TranscriptPort } from "../transcripts";
import type { StatementLine, Submission } from "../types";

export const statementOptions = queryOptions({
  queryKey: keys.statement.periods,
  queryFn: async ({ signal }) => (await call("get", "/statement", { signal })).items,
  ...watched,
});

/** The certificates behind a period. */
export const linesOptions = (credit_type: string, period: string) =>
  infiniteQueryOptions({
    queryKey: keys.statement.lines(credit_type, period),
    queryFn: ({ pageParam, signal }) =>
      readOn<StatementLine>(pageParam, (cursor) =>
        call("get", "/statement/lines", {
          query: { credit_type, period, limit: LINES_PAGE, ...from(cursor) },
          signal,
        }),
      ),
    ...paged,
  });

/** What counts of one certificate in the period it was earned in, line by line. */
export const linesOfOptions = (credit_type: string, period: string, certificate_id: string) =>
  queryOptions({
    queryKey: keys.statement.linesOf(credit_type, period, certificate_id),
    queryFn: async ({ signal }): Promise<StatementLine[]> => {
      const found: StatementLine[] = [];
      for (let cursor: string | null = null; ;) {
        const page: Page<StatementLine> = await call("get", "/statement/lines", {
          query: { credit_type, period, limit: LINES_PAGE, ...from(cursor) },
          signal,
        });
        const own = page.items.filter((line) => line.certificate_id === certificate_id);
        found.push(...own.filter((line) => !line.carried_from));
        cursor = page.next_cursor ?? null;
        // They stand together, and a page may end between them.
        if (!cursor || (found.length > 0 && own.at(-1) !== page.items.at(-1))) return found;
      }
    },
    ...watched,
  });

/** A learner's own transcripts. */
export const ownTranscripts: TranscriptPort = {
  make: async (query) => fileOf(await call("get", "/transcript", { query })),
  begin: (body) => call("post", "/transcripts", { body }),
  read: (transcript_id) => call("get", "/transcripts/{transcript_id}", { path: { transcript_id } }),
  list: (cursor) => call("get", "/transcripts", { query: { limit: PACKS_PAGE, ...from(cursor) } }),
  listed: keys.transcripts,
};

/** What a submission would count for; what cannot be sent is not asked. */
export const forecastOptions = (body: Submission | undefined) =>
  queryOptions({
    queryKey: keys.forecast(body),
    queryFn: ({ signal }) => call("post", "/certificates/forecast", { body: body!, signal }),
    enabled: body !== undefined,
    // What was foretold stays until the next comes.
    placeholderData: body && keepPreviousData,
    gcTime: 0,
  });
