/** The academy's programmes, and those that are shipped. */

import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isConflict, outdate } from "../../cache";
import { FRESH_MS } from "../../client";
import { staffKeys } from "../../keys";
import { staffCall } from "../../staff";
import type { AcademyProgramme, ProgrammeBody } from "../../types";

const LIST = "/admin/academies/{academy_id}/programmes";
const ONE = "/admin/academies/{academy_id}/programmes/{programme_id}";
const PACKS = "/admin/academies/{academy_id}/programme-packs";

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
    select: (packs) => packs.map(({ programme }) => programme),
    staleTime: Infinity,
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
