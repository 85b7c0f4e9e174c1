/** The academy's learners: the directory, and what each of them has. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { changeItems, isConflict, outdate, outdateLater, type Page } from "../../cache";
import { FRESH_MS, watched } from "../../client";
import { Refused } from "../../../errors";
import { staffKeys } from "../../keys";
import { from, paged, readOn } from "../../listing";
import { staffCall } from "../../staff";
import { fileOf, type TranscriptPort } from "../../transcripts";
import type {
  Learner,
  LearnerEntry,
  LearnerFields,
  Membership,
  MembershipFields,
  NewLearner,
  StaffCertificateRecord,
  StatementLine,
  UploadRequest,
} from "../../types";
import { LINES_PAGE, PACKS_PAGE } from "../pageSizes";

const LEARNERS = "/admin/academies/{academy_id}/learners";
const LEARNER = "/admin/academies/{academy_id}/learners/{learner_id}";

/** Learners that make a page. */
export const LEARNERS_PAGE = 50;
const CERTIFICATES_PAGE = 100;
/** While somebody is being erased or exported. */
const UNDER_WAY_POLL_MS = 5_000;
/** So many are offered while somebody types a name. */
const FOUND = 20;

/** The directory, or those in it whom the words fit. */
export const learnersOptions = (academy_id: string, search: string) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).learners.list(search),
    queryFn: ({ pageParam, signal }): Promise<Page<Learner>> =>
      staffCall("get", LEARNERS, {
        path: { academy_id },
        query: { search, limit: LEARNERS_PAGE, ...from(pageParam) },
        signal,
      }),
    placeholderData: keepPreviousData,
    ...paged,
    ...watched,
  });

/** A few whom the words fit, to choose from. */
export const foundLearnersOptions = (academy_id: string, search: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learners.found(search),
    queryFn: async ({ signal }) =>
      (await staffCall("get", LEARNERS, { path: { academy_id }, query: { search, limit: FOUND }, signal }))
        .items,
    staleTime: FRESH_MS.setUp,
  });

/** One entry of the directory; null for who handed something in before there was one. */
export const learnerOptions = (academy_id: string, learner_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.entry(learner_id),
    queryFn: async ({ signal }): Promise<LearnerEntry | null> => {
      try {
        return await staffCall("get", LEARNER, { path: { academy_id, learner_id }, signal });
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: FRESH_MS.names,
  });

/** How a learner stands with the academy; asked again while something is under way. */
export const membershipOptions = (academy_id: string, learner_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.membership(learner_id),
    queryFn: ({ signal }) =>
      staffCall("get", `${LEARNER}/membership`, { path: { academy_id, learner_id }, signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? UNDER_WAY_POLL_MS : false),
    ...watched,
  });

const isUnderWay = (membership: Membership | undefined) =>
  Boolean(membership?.erasure && membership.erasure.state !== "done") ||
  membership?.export?.state === "working";

/** Let a learner leave or come back; begin or end a legal hold. */
export const saveMembership = (academy_id: string, learner_id: string) =>
  mutationOptions({
    mutationFn: ({ version, body }: { version: number; body: MembershipFields }) =>
      staffCall("put", `${LEARNER}/membership`, {
        path: { academy_id, learner_id },
        body,
        ...(version && { version }),
      }),
    onSuccess: (saved, _change, _before, { client }) => {
      const { learner, changes } = staffKeys(academy_id);
      client.setQueryData(learner.membership(learner_id), saved);
      outdate(client, [changes.all]);
    },
    onError: (error, _change, _before, { client }) => {
      if (isConflict(error)) outdate(client, [staffKeys(academy_id).learner.membership(learner_id)]);
    },
  });

/** Put all that is held on a learner into one archive, in the background. */
export const exportLearner = (academy_id: string, learner_id: string) =>
  mutationOptions({
    mutationFn: () => staffCall("post", `${LEARNER}/export`, { path: { academy_id, learner_id } }),
    onSuccess: (begun, _nothing, _before, { client }) => {
      client.setQueryData<Membership>(
        staffKeys(academy_id).learner.membership(learner_id),
        (known) => known && { ...known, export: begun },
      );
    },
  });

/** Erase a learner for good, in the background. */
export const eraseLearner = (academy_id: string, learner_id: string) =>
  mutationOptions({
    mutationFn: () => staffCall("post", `${LEARNER}/erasure`, { path: { academy_id, learner_id } }),
    onSuccess: (erasure, _nothing, _before, { client }) => {
      const { learner, learners, changes } = staffKeys(academy_id);
      client.setQueryData<Membership>(
        learner.membership(learner_id),
        (known) => known && { ...known, active: false, erasure },
      );
      outdate(client, [learner.membership(learner_id), learners.all, changes.all]);
    },
  });

/** All of a learner's certificates: `useListing(…, Infinity)`. */
export const portfolioOptions = (academy_id: string, learner_id: string) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).learner.certificates(learner_id),
    queryFn: ({ pageParam, signal }) =>
      readOn<StaffCertificateRecord>(pageParam, (cursor) =>
        staffCall("get", `${LEARNER}/certificates`, {
          path: { academy_id, learner_id },
          query: { limit: CERTIFICATES_PAGE, ...from(cursor) },
          signal,
        }),
      ),
    ...paged,
    ...watched,
  });

export const accountOptions = (academy_id: string, learner_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.statement(learner_id),
    queryFn: async ({ signal }) =>
      (await staffCall("get", `${LEARNER}/statement`, { path: { academy_id, learner_id }, signal })).items,
    ...watched,
  });

export const accountLinesOptions = (
  academy_id: string,
  learner_id: string,
  credit_type: string,
  period: string,
) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).learner.lines(learner_id, credit_type, period),
    queryFn: ({ pageParam, signal }) =>
      readOn<StatementLine>(pageParam, (cursor) =>
        staffCall("get", `${LEARNER}/statement/lines`, {
          path: { academy_id, learner_id },
          query: { credit_type, period, limit: LINES_PAGE, ...from(cursor) },
          signal,
        }),
      ),
    ...paged,
  });

/** A learner's transcripts. */
export const transcriptsOf = (academy_id: string, learner_id: string): TranscriptPort => ({
  make: async (query) =>
    fileOf(await staffCall("get", `${LEARNER}/transcript`, { path: { academy_id, learner_id }, query })),
  begin: (body) => staffCall("post", `${LEARNER}/transcripts`, { path: { academy_id, learner_id }, body }),
  read: (transcript_id) =>
    staffCall("get", `${LEARNER}/transcripts/{transcript_id}`, {
      path: { academy_id, learner_id, transcript_id },
    }),
  list: (cursor) =>
    staffCall("get", `${LEARNER}/transcripts`, {
      path: { academy_id, learner_id },
      query: { limit: PACKS_PAGE, ...from(cursor) },
    }),
  listed: staffKeys(academy_id).learner.transcripts(learner_id),
});

export const addLearner = (academy_id: string) =>
  mutationOptions({
    mutationFn: (body: NewLearner) => staffCall("post", LEARNERS, { path: { academy_id }, body }),
    onSuccess: (saved, _body, _before, { client }) => putLearner(client, academy_id, saved),
  });

/** Invite somebody from a list, unless the academy knows them already. */
export const inviteLearner = (academy_id: string) =>
  mutationOptions({
    mutationFn: async (body: NewLearner): Promise<{ learner: Learner; known: boolean }> => {
      const query = { search: body.mail, limit: FOUND };
      const { items } = await staffCall("get", LEARNERS, { path: { academy_id }, query });
      const known = items.find(({ mail }) => mail.toLowerCase() === body.mail.toLowerCase());
      if (known) return { learner: known, known: true };
      return { learner: await staffCall("post", LEARNERS, { path: { academy_id }, body }), known: false };
    },
    onSuccess: (_answer, _body, _before, { client }) => {
      const { learners, changes } = staffKeys(academy_id);
      outdateLater(client, [learners.all, changes.all]);
    },
  });

export const saveLearner = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({
      learner_id,
      version,
      body,
    }: Pick<Learner, "learner_id" | "version"> & { body: LearnerFields }) =>
      staffCall("put", LEARNER, { path: { academy_id, learner_id }, body, version }),
    onSuccess: (saved, _change, _before, { client }) => putLearner(client, academy_id, saved),
    onError: (error, { learner_id }, _before, { client }) => {
      if (isConflict(error)) outdate(client, [staffKeys(academy_id).learner.entry(learner_id)]);
    },
  });

function putLearner(client: QueryClient, academy_id: string, saved: Learner): void {
  const { learner, learners, changes } = staffKeys(academy_id);
  // Whether mail reaches the learner is said by the entry alone.
  client.setQueryData<LearnerEntry | null>(
    learner.entry(saved.learner_id),
    (known) => known && { ...saved, undeliverable: known.undeliverable },
  );
  changeItems<Learner>(client, [...learners.all, "list"], (item) =>
    item.learner_id === saved.learner_id ? saved : item,
  );
  outdate(client, [learners.all, changes.all]);
}

/** Ask for permission to put a file for one learner, or for several. */
export const issueEntryUpload = (academy_id: string, learner_id?: string) =>
  mutationOptions({
    mutationFn: (body: UploadRequest) =>
      learner_id
        ? staffCall("post", `${LEARNER}/uploads`, { path: { academy_id, learner_id }, body })
        : staffCall("post", "/admin/academies/{academy_id}/uploads", { path: { academy_id }, body }),
  });

/** How such a file stands. It is asked until it is known, so nothing of it is kept. */
export const readEntryUpload = (academy_id: string, upload_id: string, learner_id?: string) =>
  learner_id
    ? staffCall("get", `${LEARNER}/uploads/{upload_id}`, { path: { academy_id, learner_id, upload_id } })
    : staffCall("get", "/admin/academies/{academy_id}/uploads/{upload_id}", {
        path: { academy_id, upload_id },
      });

/** What such a file looks like. */
export function pagesOfEntryUpload(
  academy_id: string,
  upload_id: string,
  signal?: AbortSignal,
  learner_id?: string,
) {
  const options = signal ? { signal } : {};
  return learner_id
    ? staffCall("get", `${LEARNER}/uploads/{upload_id}/pages`, {
        path: { academy_id, learner_id, upload_id },
        ...options,
      })
    : staffCall("get", "/admin/academies/{academy_id}/uploads/{upload_id}/pages", {
        path: { academy_id, upload_id },
        ...options,
      });
}
