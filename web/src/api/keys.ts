/**
 * The key of everything that is read, in one place.
 *
 * A key begins with those of which it is a part, so that what begins alike becomes stale together.
 */

import type { CertificateQuery, Programme, ReviewQuery, SetUpChange } from "./types";

/** Which certificate, for staff: ids are unique within a portfolio. */
export interface CertificateRef {
  learner_id: string;
  id: string;
}

export const refOf = ({ learner_id, id }: CertificateRef): CertificateRef => ({ learner_id, id });

/** What a list of reviews is filtered by. */
export type ReviewFilters = Omit<ReviewQuery, "limit" | "cursor" | "thumbnails">;

/** What a learner's certificates are filtered by. */
export type CertificateFilters = Omit<CertificateQuery, "limit" | "cursor" | "thumbnails">;

/** What the changes of the set-up are filtered by. */
export type ChangeFilters = Partial<Pick<SetUpChange, "area">> & { actor?: string };

/** One file that was drawn: of another version, or another upload, it is another one. */
export type Drawn = { certificate: CertificateRef; version: number } | { upload: string };

/** A learner's own. */
export const keys = {
  account: (what: "security" | "authenticator") => ["account", what] as const,
  membership: ["membership"] as const,
  news: ["news"] as const,
  transcripts: ["transcripts"] as const,
  mailPreferences: ["mail-preferences"] as const,
  /** How an academy shows itself, to anybody. */
  face: (academy: string) => ["face", academy] as const,
  creditTypes: ["credit-types"] as const,
  certificates: {
    all: ["certificates"] as const,
    list: ["certificates", "list"] as const,
    newest: ["certificates", "newest"] as const,
    /** Those of which somebody has to know. */
    attention: (status: string) => ["certificates", "attention", status] as const,
    totals: (filters: CertificateFilters) => ["certificates", "totals", filters] as const,
    one: (id: string) => ["certificates", "one", id] as const,
    outlook: (id: string, version: number) => ["certificates", "outlook", id, version] as const,
  },
  statement: {
    all: ["statement"] as const,
    periods: ["statement", "periods"] as const,
    lines: (credit_type: string, period: string) => ["statement", "lines", credit_type, period] as const,
    /** What one certificate has part of them. */
    linesOf: (credit_type: string, period: string, id: string) =>
      ["statement", "line", credit_type, period, id] as const,
  },
  programmes: ["programmes"] as const,
  holdings: {
    all: ["holdings"] as const,
    list: ["holdings", "list"] as const,
    of: (id: string) => ["holdings", "one", id] as const,
    one: (id: string, cycle?: string, cursor?: string) => ["holdings", "one", id, cycle, cursor] as const,
  },
  forecast: (body: object | undefined) => ["forecast", body] as const,
  pages: (of: Drawn) => ["pages", of] as const,
  picture: (name: string) => ["picture", name] as const,
};

/** An academy's, for its staff. */
export const staffKeys = (academy: string) => {
  const root = ["academy", academy] as const;
  const learner = (id: string) => [...root, "learner", id] as const;
  return {
    me: [...root, "me"] as const,
    settings: [...root, "settings"] as const,
    creditTypes: [...root, "credit-types"] as const,
    staff: [...root, "staff"] as const,
    programmes: [...root, "programmes"] as const,
    programme: (id: string) => [...root, "programmes", id] as const,
    /** What is shipped, which nobody changes. */
    programmePacks: [...root, "programme-packs"] as const,
    programmePack: (id: string) => [...root, "programme-packs", id] as const,
    holders: (programme: string, standing?: string) =>
      [...root, "programmes", programme, "holders", standing] as const,
    effects: (programme: Programme) => [...root, "programmes", programme.id, "effects", programme] as const,
    news: [...root, "news"] as const,
    changes: {
      all: [...root, "changes"] as const,
      list: (filters: ChangeFilters) => [...root, "changes", filters] as const,
    },
    reviews: {
      all: [...root, "reviews"] as const,
      lists: [...root, "reviews", "list"] as const,
      list: (filters: ReviewFilters) => [...root, "reviews", "list", filters] as const,
      totals: [...root, "reviews", "totals"] as const,
    },
    /** What was decided here, which the index behind the queue may not know yet. */
    decided: [...root, "decided"] as const,
    learners: {
      all: [...root, "learners"] as const,
      list: (search: string) => [...root, "learners", "list", search] as const,
      found: (search: string) => [...root, "learners", "found", search] as const,
    },
    learner: {
      everyone: [...root, "learner"] as const,
      all: learner,
      entry: (id: string) => [...learner(id), "entry"] as const,
      membership: (id: string) => [...learner(id), "membership"] as const,
      certificates: (id: string) => [...learner(id), "certificates"] as const,
      statement: (id: string) => [...learner(id), "statement"] as const,
      transcripts: (id: string) => [...learner(id), "transcripts"] as const,
      lines: (id: string, credit_type: string, period: string) =>
        [...learner(id), "statement", "lines", credit_type, period] as const,
      holdings: {
        all: (id: string) => [...learner(id), "holdings"] as const,
        list: (id: string) => [...learner(id), "holdings", "list"] as const,
        of: (id: string, holding: string) => [...learner(id), "holdings", "one", holding] as const,
        one: (id: string, holding: string, cycle?: string, cursor?: string) =>
          [...learner(id), "holdings", "one", holding, cycle, cursor] as const,
      },
      review: ({ learner_id, id }: CertificateRef) => [...learner(learner_id), "review", id] as const,
    },
    duplicates: ({ learner_id, id }: CertificateRef, version: number) =>
      [...root, "duplicates", learner_id, id, version] as const,
    /** A part of what counts for the learner: it is outdated with that. */
    forecast: ({ learner_id, id }: CertificateRef, version: number, body: object) =>
      [...learner(learner_id), "forecast", id, version, body] as const,
    precedents: ({ learner_id, id }: CertificateRef, version: number) =>
      [...root, "precedents", learner_id, id, version] as const,
    verification: ({ learner_id, id }: CertificateRef, version: number) =>
      [...root, "verification", learner_id, id, version] as const,
  };
};
