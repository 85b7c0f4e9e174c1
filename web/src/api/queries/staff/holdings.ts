/** A learner's credentials, for staff: read, decided on, and what is granted. */

import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isConflict, outdate } from "../../cache";
import { watched } from "../../client";
import { staffKeys } from "../../keys";
import { staffCall } from "../../staff";
import type { Holding, HoldingBody, HoldingDecision, MetBody, NewHolding, WaiverBody } from "../../types";

const HOLDINGS = "/admin/academies/{academy_id}/learners/{learner_id}/holdings";
const HOLDING = "/admin/academies/{academy_id}/learners/{learner_id}/holdings/{holding_id}";

/** A learner of an academy. */
export interface LearnerOf {
  academy_id: string;
  learner_id: string;
}

type Which = Pick<Holding, "id" | "version">;

export const learnerHoldingsOptions = ({ academy_id, learner_id }: LearnerOf) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.holdings.list(learner_id),
    queryFn: async ({ signal }) =>
      (await staffCall("get", HOLDINGS, { path: { academy_id, learner_id }, signal })).items,
    ...watched,
  });

/** One with its report of the cycle that begins on a day, or of the one that runs; its lines behind a cursor. */
export const learnerHoldingOptions = (
  { academy_id, learner_id }: LearnerOf,
  holding_id: string,
  cycle?: string,
  cursor?: string,
) =>
  queryOptions({
    queryKey: staffKeys(academy_id).learner.holdings.one(learner_id, holding_id, cycle, cursor),
    queryFn: ({ signal }) =>
      staffCall("get", HOLDING, {
        path: { academy_id, learner_id, holding_id },
        query: { ...(cycle && { cycle }), ...(cursor && { cursor }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    ...watched,
  });

/** What the file that shows one looks like. */
export const pagesOfHoldingOf = (of: LearnerOf, holding_id: string, signal?: AbortSignal) =>
  staffCall("get", `${HOLDING}/pages`, { path: { ...of, holding_id }, ...(signal && { signal }) });

/** A link to the original, good for a minute. */
export const readHoldingFileOf = (of: LearnerOf, holding_id: string) =>
  staffCall("get", `${HOLDING}/file`, { path: { ...of, holding_id } });

export const enterHoldingFor = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: (body: NewHolding) => staffCall("post", HOLDINGS, { path: { ...of }, body }),
    ...after(of),
  });

export const changeHoldingOf = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, body }: Which & { body: HoldingBody }) =>
      staffCall("put", HOLDING, { path: { ...of, holding_id: id }, version, body }),
    ...after(of),
  });

export const removeHoldingOf = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version }: Which) =>
      staffCall("delete", HOLDING, { path: { ...of, holding_id: id }, version }),
    onSuccess: ({ items }: { items: Holding[] }, { id }: Which, _before: unknown, { client }: Of) => {
      const { holdings } = staffKeys(of.academy_id).learner;
      client.removeQueries({ queryKey: holdings.of(of.learner_id, id) });
      client.setQueryData(holdings.list(of.learner_id), items);
    },
    onError: after(of).onError,
  });

/** Confirm what is stated, or refuse it. */
export const decideOnHolding = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, body }: Which & { body: HoldingDecision }) =>
      staffCall("post", `${HOLDING}/decisions`, { path: { ...of, holding_id: id }, version, body }),
    ...after(of),
  });

export const grantWaiver = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, body }: Which & { body: WaiverBody }) =>
      staffCall("post", `${HOLDING}/waivers`, { path: { ...of, holding_id: id }, version, body }),
    ...after(of),
  });

export const takeBackWaiver = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, waiver_id }: Which & { waiver_id: string }) =>
      staffCall("delete", `${HOLDING}/waivers/{waiver_id}`, {
        path: { ...of, holding_id: id, waiver_id },
        version,
      }),
    ...after(of),
  });

/** Say that a requirement that is not hours is met. */
export const meetRequirement = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, body }: Which & { body: MetBody }) =>
      staffCall("post", `${HOLDING}/met`, { path: { ...of, holding_id: id }, version, body }),
    ...after(of),
  });

export const unmeetRequirement = (of: LearnerOf) =>
  mutationOptions({
    mutationFn: ({ id, version, met_id }: Which & { met_id: string }) =>
      staffCall("delete", `${HOLDING}/met/{met_id}`, { path: { ...of, holding_id: id, met_id }, version }),
    ...after(of),
  });

interface Of {
  client: QueryClient;
}

/** What is told of a learner's credentials is read anew: after a change, and where somebody was faster. */
function after({ academy_id, learner_id }: LearnerOf) {
  const { holdings } = staffKeys(academy_id).learner;
  const readAnew = (client: QueryClient) => outdate(client, [holdings.all(learner_id)]);
  return {
    onSuccess: (_saved: unknown, _change: unknown, _before: unknown, { client }: Of) => readAnew(client),
    onError: (error: unknown, _change: unknown, _before: unknown, { client }: Of) => {
      if (isConflict(error)) readAnew(client);
    },
  };
}
