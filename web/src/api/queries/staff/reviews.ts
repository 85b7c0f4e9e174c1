/** The queue, the certificates in it, and what staff do with them. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import {
  changeItems,
  currentOf,
  holdBack,
  isConflict,
  outdate,
  outdateLater,
  type Page,
  takeOut,
} from "../../cache";
import { FRESH_MS, linked, watched } from "../../client";
import { type CertificateRef, refOf, type ReviewFilters, staffKeys } from "../../keys";
import { config } from "../../../config";
import { outgoing } from "../../call";
import { from, paged } from "../../listing";
import { sign, staffCall } from "../../staff";
import type {
  Assignment,
  AwardBody,
  BulkDecisions,
  Certificate,
  Entries,
  Entry,
  EntryEdit,
  Queued,
  Result,
  StaffCertificate,
  StaffCertificateRecord,
  Verdict,
} from "../../types";

const BASE = "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";

/** Certificates that make a page of the queue. */
export const QUEUE_PAGE = 50;

const pathOf = (academy_id: string, { learner_id, id }: CertificateRef) => ({
  academy_id,
  learner_id,
  certificate_id: id,
});

/** Ids are unique within a portfolio; the queue holds many portfolios. */
export const keyOf = ({ learner_id, id }: CertificateRef) => `${learner_id}/${id}`;

/** By what `keyOf` says, the last version that has left the queue. */
type Decided = ReadonlyMap<string, number>;

/** What waits for a decision, the oldest first; or what was decided, by its status. */
export const reviewsOptions = (academy_id: string, filters: ReviewFilters) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).reviews.list(filters),
    queryFn: async ({ client, pageParam, signal }): Promise<Page<Queued>> => {
      const page = await staffCall("get", "/admin/academies/{academy_id}/reviews", {
        path: { academy_id },
        query: {
          ...filters,
          limit: QUEUE_PAGE,
          thumbnails: true,
          ...from(pageParam),
        },
        signal,
      });
      // The index behind the queue lags: what was decided here must not come back with a page.
      const decided = client.getQueryData<Decided>(staffKeys(academy_id).decided);
      const isOpen = (item: Queued) => item.version > (decided?.get(keyOf(item)) ?? 0);
      return { ...page, items: page.items.filter(isOpen) };
    },
    ...paged,
    ...linked,
    ...watched,
  });

/** How many certificates there are of each status, whatever the queue is filtered by. */
export const reviewTotalsOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).reviews.totals,
    queryFn: ({ signal }) =>
      staffCall("get", "/admin/academies/{academy_id}/reviews/totals", { path: { academy_id }, signal }),
    ...watched,
  });

/** One with its history, as staff see it. */
export const reviewOptions = (academy_id: string, which: CertificateRef) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.review(which),
    queryFn: ({ signal }) => staffCall("get", BASE, { path: pathOf(academy_id, which), signal }),
    ...watched,
  });

/** Certificates that look like the same one. */
export const duplicatesOptions = (academy_id: string, certificate: CertificateRef & { version: number }) =>
  queryOptions({
    queryKey: staffKeys(academy_id).duplicates(certificate, certificate.version),
    queryFn: ({ signal }) =>
      staffCall("get", `${BASE}/duplicates`, { path: pathOf(academy_id, certificate), signal }),
    staleTime: FRESH_MS.setUp,
  });

/** What people decided lately on certificates of the same issuer. */
export const precedentsOptions = (academy_id: string, certificate: CertificateRef & { version: number }) =>
  queryOptions({
    queryKey: staffKeys(academy_id).precedents(certificate, certificate.version),
    queryFn: ({ signal }) =>
      staffCall("get", `${BASE}/precedents`, { path: pathOf(academy_id, certificate), signal }),
    staleTime: FRESH_MS.setUp,
  });

/** The learner's credits as they are, and as they would be with an approval of this kind. */
export const awardForecastOptions = (
  academy_id: string,
  certificate: CertificateRef & { version: number },
  body: AwardBody,
) =>
  queryOptions({
    queryKey: staffKeys(academy_id).forecast(certificate, certificate.version, body),
    queryFn: ({ signal }) =>
      staffCall("post", `${BASE}/forecast`, { path: pathOf(academy_id, certificate), body, signal }),
    staleTime: FRESH_MS.setUp,
    // What was foretold stays until the next comes.
    placeholderData: keepPreviousData,
  });

/** Whether a history is what was written. */
export const verificationOptions = (academy_id: string, certificate: CertificateRef & { version: number }) =>
  queryOptions({
    queryKey: staffKeys(academy_id).verification(certificate, certificate.version),
    queryFn: ({ signal }) =>
      staffCall("get", `${BASE}/verification`, { path: pathOf(academy_id, certificate), signal }),
    staleTime: 0,
  });

export const pagesOfReview = (academy_id: string, which: CertificateRef, signal?: AbortSignal) =>
  staffCall("get", `${BASE}/pages`, { path: pathOf(academy_id, which), ...(signal && { signal }) });

/** A link to the original, good for a minute. */
export const readReviewFile = (academy_id: string, which: CertificateRef) =>
  staffCall("get", `${BASE}/file`, { path: pathOf(academy_id, which) });

type Which = Pick<Certificate, "learner_id" | "id" | "version">;

/** A decision on one version, by one person. */
export interface DecisionSent extends Which {
  user: string;
  verdict: Verdict;
}

const decision = (academy_id: string, { verdict, user, ...which }: DecisionSent) => ({
  path: pathOf(academy_id, which),
  version: which.version,
  body: verdict,
  user,
  // Whoever closes the page has decided.
  keepalive: true,
});

export const sendDecision = (academy_id: string, sent: DecisionSent) =>
  staffCall("post", `${BASE}/decisions`, decision(academy_id, sent));

/** Sign a decision ahead; what is returned sends it at once, and nobody hears the answer. */
export async function signDecision(academy_id: string, sent: DecisionSent): Promise<() => void> {
  const request = await sign(
    outgoing(config.apiUrl, "post", `${BASE}/decisions`, decision(academy_id, sent)),
  );
  return () => void fetch(request).catch(() => undefined);
}

/** Take over what a decision has made of a certificate: it has left the queue. */
export function takeDecided(client: QueryClient, academy_id: string, saved: StaffCertificateRecord): void {
  markDecided(client, academy_id, [before(saved)]);
  takeOver(client, academy_id, saved);
}

/** So many are sent at once: it is soon told what became of them. */
const BATCH = 20;

type DecisionItems = BulkDecisions["items"];

/** Send decisions, some after the others; where an answer stays out, what is known of the others is told. */
async function decideInTurn(
  academy_id: string,
  items: DecisionItems,
  report: (told: Result[]) => void,
): Promise<{ items: Result[] }> {
  const told: Result[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    const batch = items.slice(at, at + BATCH);
    try {
      const answer = await staffCall("post", "/admin/academies/{academy_id}/decisions", {
        path: { academy_id },
        body: { items: batch },
      });
      told.push(...answer.items);
    } catch (error) {
      if (!told.length) throw error;
      return {
        items: [
          ...told,
          ...batch.map(untold("unclear")),
          ...items.slice(at + batch.length).map(untold("not_tried")),
        ],
      };
    }
    report([...told]);
  }
  return { items: told };
}

const untold =
  (outcome: Result["outcome"]) =>
  ({ learner_id, certificate_id }: DecisionItems[number]): Result => ({
    learner_id,
    certificate_id,
    outcome,
    status: 0,
    certificate: null,
    problem: null,
  });

/**
 * Decide on many. Each that was refused is put back, and so are all where nothing is known.
 *
 * @param report Told what became of them as soon as some are decided.
 */
export const decideOnMany = (academy_id: string, report: (told: Result[]) => void = () => undefined) =>
  mutationOptions({
    mutationFn: (items: DecisionItems) => decideInTurn(academy_id, items, report),
    onMutate: (items, { client }) =>
      leaveQueue(
        client,
        academy_id,
        items.map(({ certificate_id, ...item }) => ({ ...item, id: certificate_id })),
      ),
    onSuccess: ({ items }, _items, undo, { client }) => {
      undo();
      const done = items.flatMap(({ outcome, certificate }) =>
        outcome === "done" && certificate ? certificate : [],
      );
      markDecided(client, academy_id, done.map(before));
      const known = items.flatMap(({ certificate, problem }) => certificate ?? problem?.current ?? []);
      for (const certificate of known) merge(client, academy_id, certificate);
      const { reviews, learner } = staffKeys(academy_id);
      const learners = new Set(items.map(({ learner_id }) => learner_id));
      outdate(client, [reviews.all, ...[...learners].map(learner.all)]);
    },
    onError: (_error, _items, undo) => undo?.(),
  });

/** What has left the queue is the version before what was saved. */
const before = ({ version, ...which }: StaffCertificateRecord): Which => ({ ...which, version: version - 1 });

/** Take one for review, for oneself or for somebody else; nobody's, where no one is named. */
export const assign = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ to, me, ...which }: CertificateRef & { to: Assignee | null; me: string }) => {
      const path = pathOf(academy_id, which);
      if (!to) return staffCall("delete", `${BASE}/assignment`, { path });
      const body = to.principal === me ? {} : { principal: to.principal };
      return staffCall("put", `${BASE}/assignment`, { path, body });
    },
    onMutate: async ({ to, ...which }, { client }) => {
      const keys = staffKeys(academy_id);
      await holdBack(client, [keys.reviews.all, keys.learner.review(which)]);
      const before = client.getQueryData<StaffCertificate>(keys.learner.review(which))?.assignment;
      merge(client, academy_id, { ...refOf(which), assignment: to && { ...to, until: soon() } });
      return () => {
        if (before !== undefined) merge(client, academy_id, { ...refOf(which), assignment: before });
        outdate(client, [keys.reviews.all, keys.learner.review(which)]);
      };
    },
    onSuccess: (saved, _which, _undo, { client }) => {
      merge(client, academy_id, saved);
      outdateLater(client, [staffKeys(academy_id).reviews.all]);
    },
    onError: (error, which, undo, { client }) => {
      undo?.();
      showCurrent(client, academy_id, which, error);
    },
  });

type Assignee = Pick<Assignment, "principal" | "name">;

/** Until the API has said until when. */
const soon = () => new Date(Date.now() + 60_000).toISOString();

/** Put right what staff entered. */
export const editEntry = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ content, ...which }: Which & { content: EntryEdit }) =>
      staffCall("put", BASE, { path: pathOf(academy_id, which), version: which.version, body: content }),
    onSuccess: (saved, _which, _before, { client }) => {
      if (saved.status === "approved") markDecided(client, academy_id, [before(saved)]);
      takeOver(client, academy_id, saved);
    },
    onError: (error, which, _before, { client }) => showCurrent(client, academy_id, which, error),
  });

/** Take back what staff entered. */
export const withdrawEntry = (academy_id: string) =>
  mutationOptions({
    mutationFn: (which: Which) =>
      staffCall("delete", BASE, { path: pathOf(academy_id, which), version: which.version }),
    onMutate: (which, { client }) => leaveQueue(client, academy_id, [which]),
    onSuccess: (saved, _which, _undo, { client }) => takeOver(client, academy_id, saved),
    onError: (error, which, undo, { client }) => {
      undo?.();
      showCurrent(client, academy_id, which, error);
    },
  });

/** Enter a certificate for one learner or several; each has a result of its own. */
export const enter = (academy_id: string) =>
  mutationOptions({
    mutationFn: (body: Entries) =>
      staffCall("post", "/admin/academies/{academy_id}/certificates", { path: { academy_id }, body }),
    onSuccess: ({ items }, _body, _before, { client }) => {
      const { learner, reviews } = staffKeys(academy_id);
      outdate(client, [reviews.all, ...items.map(({ learner_id }) => learner.all(learner_id))]);
    },
  });

/** Enter the renewal of a learner's certificate. */
export const renewEntry = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ learner_id, content }: { learner_id: string; content: Entry }) =>
      staffCall("post", "/admin/academies/{academy_id}/learners/{learner_id}/certificates", {
        path: { academy_id, learner_id },
        body: content,
      }),
    onSuccess: (_saved, { learner_id }, _before, { client }) => {
      const { learner, reviews } = staffKeys(academy_id);
      outdate(client, [reviews.all, learner.all(learner_id)]);
    },
  });

const isSame = (one: CertificateRef, other: CertificateRef) => keyOf(one) === keyOf(other);

/** Take out of every list of reviews what is no longer what they list; what is returned puts it back. */
async function leaveQueue(
  client: QueryClient,
  academy_id: string,
  left: readonly Which[],
): Promise<() => void> {
  const keys = staffKeys(academy_id);
  await holdBack(client, [keys.reviews.all]);
  return markDecided(client, academy_id, left);
}

function markDecided(client: QueryClient, academy_id: string, left: readonly Which[]): () => void {
  const keys = staffKeys(academy_id);
  // Kept as long as the client is: it is what the index is held against.
  client.setQueryDefaults(keys.decided, { gcTime: Infinity });
  const change = (changed: (kept: Map<string, number>) => void) =>
    client.setQueryData<Decided>(keys.decided, (kept) => {
      const decided = new Map(kept);
      changed(decided);
      return decided;
    });
  change((decided) => left.forEach((item) => decided.set(keyOf(item), item.version)));
  const versions = new Map(left.map((item) => [keyOf(item), item.version]));
  const putBack = takeOut(
    client,
    keys.reviews.lists,
    (item) => item.version <= (versions.get(keyOf(item)) ?? 0),
  );
  return () => {
    change((decided) => left.forEach((item) => decided.delete(keyOf(item))));
    putBack();
    outdate(client, [keys.reviews.all]);
  };
}

/** Take over what is known of one, wherever it is shown. */
function merge(
  client: QueryClient,
  academy_id: string,
  change: CertificateRef & Partial<StaffCertificateRecord>,
): void {
  const keys = staffKeys(academy_id);
  const merged = <T extends CertificateRef & { thumbnail: string | null }>(item: T): T =>
    // Links come with lists alone.
    isSame(item, change) ? { ...item, ...change, thumbnail: item.thumbnail } : item;
  changeItems<Queued>(client, keys.reviews.lists, merged);
  changeItems<StaffCertificateRecord>(client, keys.learner.certificates(change.learner_id), merged);
  client.setQueryData<StaffCertificate>(keys.learner.review(change), (kept) => kept && merged(kept));
}

/** Take over a saved one. Its history, the lists it is in now, and all that is counted are read anew. */
function takeOver(client: QueryClient, academy_id: string, saved: StaffCertificateRecord): void {
  const { reviews, learner } = staffKeys(academy_id);
  merge(client, academy_id, saved);
  outdate(client, [learner.all(saved.learner_id), reviews.totals]);
  // What has left the queue is out of it; what has come back has a place in it that is not known here.
  if (saved.status === "pending") outdate(client, [reviews.all]);
  else outdateLater(client, [reviews.all]);
}

/** Have what others made of a certificate read anew, and the lists it is in. */
export function outdateReview(client: QueryClient, academy_id: string, which: CertificateRef): void {
  const { reviews, learner } = staffKeys(academy_id);
  outdate(client, [reviews.all, learner.all(which.learner_id)]);
}

/** Show what is there now in the place of what somebody wanted to change. */
function showCurrent(client: QueryClient, academy_id: string, which: CertificateRef, error: unknown): void {
  if (!isConflict(error)) return;
  const current = currentOf(error);
  if (current) merge(client, academy_id, current);
  outdateReview(client, academy_id, which);
}
