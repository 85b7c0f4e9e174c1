/** The academy's set-up: its settings, credit types and staff. */

import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isConflict, outdate } from "../../cache";
import { FRESH_MS } from "../../client";
import { staffKeys } from "../../keys";
import { putFace } from "../face";
import { hasSecondFactor, staffCall } from "../../staff";
import { Refused } from "../../../errors";
import type {
  ConsoleSetUp,
  CreditType,
  CreditTypeBody,
  Me,
  Settings,
  SettingsBody,
  StaffBody,
  StaffInvitation,
  StaffMember,
} from "../../types";

const SETTINGS = "/admin/academies/{academy_id}/settings";
const TYPES = "/admin/academies/{academy_id}/credit-types";
const TYPE = "/admin/academies/{academy_id}/credit-types/{credit_type_id}";
const STAFF = "/admin/academies/{academy_id}/staff";
const MEMBER = "/admin/academies/{academy_id}/staff/{principal}";

const ME = "/admin/academies/{academy_id}/me";

/** Who one is to the academy, with what every page of the console needs to know of it. */
export interface MeAtWork extends Me {
  set_up: ConsoleSetUp;
}

export const meOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).me,
    queryFn: async ({ client, signal }): Promise<MeAtWork> => {
      const read = () => staffCall("get", ME, { path: { academy_id }, signal });
      let me = await read();
      // Without a second factor it tells nothing of what is set up, rather than being refused.
      if (!me.set_up && (await hasSecondFactor())) me = await read();
      const { set_up } = me;
      if (!set_up) throw new Refused(403, { type: "urn:certfolio:problem:second-factor-required" });
      client.setQueryData<CreditType[]>(staffKeys(academy_id).creditTypes, set_up.credit_types);
      return { ...me, set_up };
    },
    staleTime: FRESH_MS.setUp,
    refetchOnWindowFocus: true,
  });

export const settingsOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).settings,
    queryFn: ({ signal }) => staffCall("get", SETTINGS, { path: { academy_id }, signal }),
    staleTime: FRESH_MS.setUp,
  });

export const typesOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).creditTypes,
    queryFn: async ({ signal }) => (await staffCall("get", TYPES, { path: { academy_id }, signal })).items,
    staleTime: FRESH_MS.setUp,
  });

/** Administrators read the whole list, a reviewer finds themselves alone. */
export const staffOptions = (academy_id: string) =>
  queryOptions({
    queryKey: staffKeys(academy_id).staff,
    queryFn: async ({ signal }) => (await staffCall("get", STAFF, { path: { academy_id }, signal })).items,
    staleTime: FRESH_MS.setUp,
    refetchOnWindowFocus: true,
  });

/** A version is named where there is one: what nobody has saved yet has none. */
type Change<Body> = { body: Body; version?: number | undefined };

const versionOf = (version: number | undefined) => (version ? { version } : {});

export const saveSettings = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ body, version }: Change<SettingsBody>) =>
      staffCall("put", SETTINGS, { path: { academy_id }, body, ...versionOf(version) }),
    onSuccess: (saved, _change, _before, { client }) => {
      client.setQueryData<Settings>(staffKeys(academy_id).settings, saved);
      putFace(client, academy_id, { name: saved.name ?? academy_id, accent: saved.accent, logo: saved.logo });
      const { logo: _, ...settings } = saved;
      client.setQueryData<MeAtWork>(
        staffKeys(academy_id).me,
        (kept) => kept && { ...kept, set_up: { ...kept.set_up, settings } },
      );
      // How long something may wait is reckoned by them.
      outdate(client, [staffKeys(academy_id).reviews.all, staffKeys(academy_id).changes.all]);
    },
    onError: (error, _change, _before, { client }) =>
      outdateWhereOvertaken(client, error, staffKeys(academy_id).settings),
  });

export const saveCreditType = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ id, body, version }: Change<CreditTypeBody> & { id: string }) =>
      staffCall("put", TYPE, { path: { academy_id, credit_type_id: id }, body, ...versionOf(version) }),
    onSuccess: (saved, _change, _before, { client }) => putType(client, academy_id, saved),
    onError: (error, _change, _before, { client }) =>
      outdateWhereOvertaken(client, error, staffKeys(academy_id).creditTypes),
  });

export const retireCreditType = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ id, version }: Pick<CreditType, "id" | "version">) =>
      staffCall("delete", TYPE, { path: { academy_id, credit_type_id: id }, version }),
    onSuccess: (saved, _change, _before, { client }) => putType(client, academy_id, saved),
    onError: (error, _change, _before, { client }) =>
      outdateWhereOvertaken(client, error, staffKeys(academy_id).creditTypes),
  });

/** Whatever is counted may count otherwise now. */
function putType(client: QueryClient, academy_id: string, saved: CreditType): void {
  const keys = staffKeys(academy_id);
  client.setQueryData<CreditType[]>(
    keys.creditTypes,
    (kept) => kept && [...kept.filter(({ id }) => id !== saved.id), saved],
  );
  outdate(client, [keys.creditTypes, keys.changes.all, keys.learner.everyone]);
}

export const inviteStaff = (academy_id: string) =>
  mutationOptions({
    mutationFn: (body: StaffInvitation) => staffCall("post", STAFF, { path: { academy_id }, body }),
    onSuccess: (_member, _body, _before, { client }) => staffChanged(client, academy_id),
  });

export const saveMember = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ principal, body, version }: Change<StaffBody> & { principal: string }) =>
      staffCall("put", MEMBER, { path: { academy_id, principal }, body, ...versionOf(version) }),
    onSuccess: (_member, _change, _before, { client }) => staffChanged(client, academy_id),
    onError: (error, _change, _before, { client }) =>
      outdateWhereOvertaken(client, error, staffKeys(academy_id).staff),
  });

export const removeMember = (academy_id: string) =>
  mutationOptions({
    mutationFn: ({ principal, version }: Pick<StaffMember, "principal" | "version">) =>
      staffCall("delete", MEMBER, { path: { academy_id, principal }, version }),
    onSuccess: (_member, { principal }, _before, { client }) => {
      client.setQueryData<StaffMember[]>(staffKeys(academy_id).staff, (kept) =>
        kept?.filter((member) => member.principal !== principal),
      );
      staffChanged(client, academy_id);
    },
    onError: (error, _change, _before, { client }) =>
      outdateWhereOvertaken(client, error, staffKeys(academy_id).staff),
  });

/** What somebody has taken is given back with them. */
function staffChanged(client: QueryClient, academy_id: string): void {
  const keys = staffKeys(academy_id);
  outdate(client, [keys.me, keys.staff, keys.changes.all, keys.reviews.all]);
}

/** What somebody else has changed is read anew: it is what the next change is meant for. */
function outdateWhereOvertaken(client: QueryClient, error: unknown, key: readonly unknown[]): void {
  if (isConflict(error)) outdate(client, [key]);
}
