/** The learner's own certificates: read, handed in, changed. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { changeItems, currentOf, holdBack, isConflict, outdate, type Pages } from "../cache";
import { FRESH_MS, linked, watched } from "../client";
import { type CertificateFilters, keys } from "../keys";
import { call } from "../learner";
import { from, paged, readOn } from "../listing";
import type { Certificate, CertificateWithHistory, Submission } from "../types";

const PAGE = 100;
/** As many as stand beside each other on the first page. */
const NEWEST = 4;
/** So many can be looked after at once. */
const NEEDED = 5;
/** While its file is checked. */
const POLL_MS = 2_000;

/** All of them: `useListing(certificatesOptions, Infinity)`. */
export const certificatesOptions = infiniteQueryOptions({
  queryKey: keys.certificates.list,
  queryFn: ({ pageParam, signal }) =>
    readOn<Certificate>(pageParam, (cursor) =>
      call("get", "/certificates", { query: { limit: PAGE, thumbnails: true, ...from(cursor) }, signal }),
    ),
  ...paged,
  ...linked,
  ...watched,
});

/** The first of them, with pictures. */
export const newestOptions = queryOptions({
  queryKey: keys.certificates.newest,
  queryFn: async ({ signal }) =>
    (await call("get", "/certificates", { query: { limit: NEWEST, thumbnails: true }, signal })).items,
  ...linked,
  ...watched,
});

/** The first that stand so, of which their learner has to know. */
export const attentionOptions = (status: "changes_requested" | "expiring") =>
  queryOptions({
    queryKey: keys.certificates.attention(status),
    queryFn: async ({ signal }) =>
      (await call("get", "/certificates", { query: { status, limit: NEEDED }, signal })).items,
    ...watched,
  });

/** How many there are, and what is claimed and awarded of each credit type. */
export const totalsOptions = (filters: CertificateFilters) =>
  queryOptions({
    queryKey: keys.certificates.totals(filters),
    queryFn: ({ signal }) => call("get", "/certificates/totals", { query: filters, signal }),
    placeholderData: keepPreviousData,
    ...watched,
  });

/** One with its history; asked again while its file is checked. */
export const certificateOptions = (certificate_id: string) =>
  queryOptions({
    queryKey: keys.certificates.one(certificate_id),
    queryFn: ({ signal }) =>
      call("get", "/certificates/{certificate_id}", { path: { certificate_id }, signal }),
    refetchInterval: ({ state }) => (state.data && isBeingChecked(state.data) ? POLL_MS : false),
    ...watched,
  });

const isBeingChecked = ({ file, status }: Certificate) => file?.state === "waiting" && status === "pending";

/** How long a decision will take. */
export const outlookOptions = ({ id, version }: Pick<Certificate, "id" | "version">) =>
  queryOptions({
    queryKey: keys.certificates.outlook(id, version),
    queryFn: ({ signal }) =>
      call("get", "/certificates/{certificate_id}/outlook", { path: { certificate_id: id }, signal }),
    staleTime: FRESH_MS.setUp,
  });

export const pagesOf = (certificate_id: string, signal?: AbortSignal) =>
  call("get", "/certificates/{certificate_id}/pages", {
    path: { certificate_id },
    ...(signal && { signal }),
  });

/** A link to the original, good for a minute. */
export const readFile = (certificate_id: string) =>
  call("get", "/certificates/{certificate_id}/file", { path: { certificate_id } });

type Which = Pick<Certificate, "id" | "version">;

const at = ({ id, version }: Which) => ({ path: { certificate_id: id }, version });

export const submit = mutationOptions({
  mutationFn: (body: Submission) => call("post", "/certificates", { body }),
  onSuccess: (saved, _body, _before, { client }) => takeOver(client, saved),
});

export const edit = mutationOptions({
  mutationFn: ({ content, ...which }: Which & { content: Omit<Submission, "id"> }) =>
    call("put", "/certificates/{certificate_id}", { ...at(which), body: content }),
  onSuccess: (saved, _change, _before, { client }) => takeOver(client, saved),
  onError: (error, _change, _before, { client }) => showCurrent(client, error),
});

export const withdraw = mutationOptions({
  mutationFn: (which: Which) => call("delete", "/certificates/{certificate_id}", at(which)),
  onMutate: async ({ id }, { client }) => {
    await holdBack(client, [keys.certificates.list, keys.certificates.one(id)]);
    const before = client.getQueryData<CertificateWithHistory>(keys.certificates.one(id))?.status;
    merge(client, { id, status: "withdrawn" });
    return () => {
      if (before) merge(client, { id, status: before });
      outdate(client, [keys.certificates.all]);
    };
  },
  onSuccess: (saved, _which, _undo, { client }) => takeOver(client, saved),
  onError: (error, _which, undo, { client }) => {
    undo?.();
    showCurrent(client, error);
  },
});

export const dispute = mutationOptions({
  mutationFn: ({ comment, ...which }: Which & { comment: string }) =>
    call("post", "/certificates/{certificate_id}/dispute", { ...at(which), body: { comment } }),
  onSuccess: (saved, _change, _before, { client }) => takeOver(client, saved),
  onError: (error, _change, _before, { client }) => showCurrent(client, error),
});

/** Take over what is known of one, wherever it is shown. */
function merge(client: QueryClient, change: Partial<Certificate> & Pick<Certificate, "id">): void {
  changeItems<Certificate>(client, keys.certificates.list, (item) =>
    // Links come with lists alone.
    item.id === change.id ? { ...item, ...change, thumbnail: item.thumbnail } : item,
  );
  client.setQueryData<CertificateWithHistory>(
    keys.certificates.one(change.id),
    (kept) => kept && { ...kept, ...change },
  );
}

/** Take over a saved one. Its history and all that is counted of it are read anew. */
function takeOver(client: QueryClient, saved: Certificate): void {
  merge(client, saved);
  client.setQueryData<Pages<Certificate>>(keys.certificates.list, (kept) => withNew(kept, saved));
  outdate(client, [keys.certificates.all, keys.statement.all, keys.holdings.all]);
}

function withNew(kept: Pages<Certificate> | undefined, saved: Certificate): Pages<Certificate> | undefined {
  const [first, ...others] = kept?.pages ?? [];
  const isListed = kept?.pages.some(({ items }) => items.some(({ id }) => id === saved.id));
  if (!kept || !first || isListed) return kept;
  return { ...kept, pages: [{ ...first, items: [saved, ...first.items] }, ...others] };
}

/** Show what is there now in the place of what somebody wanted to change. */
function showCurrent(client: QueryClient, error: unknown): void {
  const current = currentOf(error);
  if (current) merge(client, current);
  if (isConflict(error)) outdate(client, [keys.certificates.all, keys.statement.all, keys.holdings.all]);
}
