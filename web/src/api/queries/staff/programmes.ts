/** The academy's programmes, and those that are shipped. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { isConflict, outdate, type Page } from "../../cache";
import { FRESH_MS } from "../../client";
import { staffKeys } from "../../keys";
import { from, paged } from "../../listing";
import { staffCall } from "../../staff";
import type {
  AcademyProgramme,
  Effect,
  Holder,
  HoldingStanding,
  Installing,
  Programme,
  ProgrammeBody,
  TrialBody,
} from "../../types";

const LIST = "/admin/academies/{academy_id}/programmes";
const ONE = "/admin/academies/{academy_id}/programmes/{programme_id}";
const PACKS = "/admin/academies/{academy_id}/programme-packs";
const PACK = "/admin/academies/{academy_id}/programme-packs/{pack_id}";

/** Holders that make a page: each costs the API a reading of all their certificates. */
export const HOLDERS_PAGE = 20;
export const EFFECTS_PAGE = 10;

export const programmesOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).programmes,
    queryFn: async ({ signal }) => (await staffCall("get", LIST, { path: { academy_id }, signal })).items,
    staleTime: FRESH_MS.setUp,
    refetchOnWindowFocus: true,
  });

export const programmeOptions = (academy_id: string, programme_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).programme(programme_id),
    queryFn: ({ signal }) => staffCall("get", ONE, { path: { academy_id, programme_id }, signal }),
    staleTime: FRESH_MS.setUp,
    refetchOnWindowFocus: true,
  });

export const programmePacksOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).programmePacks,
    queryFn: async ({ signal }) => (await staffCall("get", PACKS, { path: { academy_id }, signal })).items,
    staleTime: Infinity,
  });

/** One of them with its worked examples. */
export const programmePackOptions = (academy_id: string, pack_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).programmePack(pack_id),
    queryFn: ({ signal }) => staffCall("get", PACK, { path: { academy_id, pack_id }, signal }),
    staleTime: Infinity,
  });

/** Makes the credit types and labels that the rules speak of as well. */
export const installPack = (academy_id: string) =>
  mutationOptions({
    mutationFn: (body: Installing) => staffCall("post", LIST, { path: { academy_id }, body }),
    onSuccess: (saved, _body, _before, { client }) => {
      putProgramme(client, academy_id, saved);
      outdate(client, [staffKeys(academy_id).creditTypes, staffKeys(academy_id).me]);
    },
  });

/** How far a credential would be; nothing is kept. */
export const tryProgramme = (academy_id: string, programme_id: string) =>
  mutationOptions({
    mutationFn: (body: TrialBody) =>
      staffCall("post", `${ONE}/try`, { path: { academy_id, programme_id }, body }),
  });

/** What a programme would do to those who hold the credential. */
export const effectsOptions = (academy_id: string, programme: Programme) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).effects(programme),
    queryFn: ({ pageParam, signal }): Promise<Page<Effect>> =>
      staffCall("post", `${ONE}/effects`, {
        path: { academy_id, programme_id: programme.id },
        query: { limit: EFFECTS_PAGE, ...from(pageParam) },
        body: { programme },
        signal,
      }),
    ...paged,
  });

/** Who holds the credential, and where they stand. */
export const holdersOptions = (academy_id: string, programme_id: string, standing?: HoldingStanding) =>
  infiniteQueryOptions({
    queryKey: staffKeys(academy_id).holders(programme_id, standing),
    queryFn: ({ pageParam, signal }): Promise<Page<Holder>> =>
      staffCall("get", `${ONE}/holders`, {
        path: { academy_id, programme_id },
        query: { limit: HOLDERS_PAGE, ...(standing && { standing }), ...from(pageParam) },
        signal,
      }),
    placeholderData: keepPreviousData,
    ...paged,
  });

interface Change {
  body: ProgrammeBody;
  /** What was read; nothing of one that is made. */
  version?: number | undefined;
}

export const saveProgramme = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ body, version }: Change) =>
      staffCall("put", ONE, {
        path: { academy_id, programme_id: body.programme.id },
        body,
        ...(version ? { version } : {}),
      }),
    onSuccess: (saved, _change, _before, { client }) => putProgramme(client, academy_id, saved),
    onError: (error, _change, _before, { client }) => {
      if (isConflict(error)) outdate(client, [staffKeys(academy_id).programmes]);
    },
  });

/** Whatever is reported by it may be reported otherwise now. */
function putProgramme(client: QueryClient, academy_id: string, saved: AcademyProgramme): void {
  const keys = staffKeys(academy_id);
  client.setQueryData<AcademyProgramme>(keys.programme(saved.id), saved);
  client.setQueryData<AcademyProgramme[]>(
    keys.programmes,
    (kept) => kept && [...kept.filter(({ id }) => id !== saved.id), saved],
  );
  outdate(client, [keys.programmes, keys.changes.all, keys.learner.everyone]);
}
