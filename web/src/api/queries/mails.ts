/** Which mails somebody gets. */

import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { isConflict } from "../cache";
import { watched } from "../client";
import { keys } from "../keys";
import { call } from "../learner";
import { publicCall } from "../public";
import type { MailChoice, MailKind, MailPreferences } from "../types";

/** So often a choice is tried on what another window chose meanwhile. */
const TRIES = 3;

const read = (signal?: AbortSignal) => call("get", "/mail-preferences", { ...(signal && { signal }) });

export const mailPreferencesOptions = queryOptions({
  queryKey: keys.mailPreferences,
  queryFn: ({ signal }): Promise<MailPreferences> => read(signal),
  ...watched,
});

export type MailChange = { kind: MailKind; on: boolean } | { language: MailPreferences["language"] };

/** What is chosen once something of it is changed; the rest stays as it is, whoever chose that. */
function changed(known: MailPreferences, change: MailChange): MailPreferences {
  if ("language" in change) return { ...known, language: change.language };
  const { kind, on } = change;
  return { ...known, kinds: known.kinds.map((each) => (each.kind === kind ? { kind, on } : each)) };
}

const choiceOf = ({ kinds, language }: MailPreferences): MailChoice => ({
  off: kinds.filter(({ on }) => !on).map(({ kind }) => kind),
  language,
});

/** Change one thing; shown at once, and one after the other where they come fast. */
export const changeMails = mutationOptions({
  mutationKey: keys.mailPreferences,
  scope: { id: "mail-preferences" },
  mutationFn: async (change: MailChange, { client }): Promise<MailPreferences> => {
    let known = client.getQueryData<MailPreferences>(keys.mailPreferences) ?? (await read());
    for (let tries = 1; ; tries++) {
      const body = choiceOf(changed(known, change));
      try {
        return await call("put", "/mail-preferences", { body, version: known.version });
      } catch (error) {
        if (!isConflict(error) || tries === TRIES) throw error;
        known = await read();
      }
    }
  },
  onMutate: async (change, { client }) => {
    await client.cancelQueries({ queryKey: keys.mailPreferences });
    keep(client, (known) => changed(known, change));
  },
  onSuccess: (saved, _change, _before, { client }) => {
    // What was chosen since then is on its way.
    const isLast = client.isMutating({ mutationKey: keys.mailPreferences }) <= 1;
    keep(client, (known) => (isLast ? saved : { ...known, version: saved.version }));
  },
  onError: (_error, _change, _before, { client }) =>
    client.invalidateQueries({ queryKey: keys.mailPreferences }),
});

function keep(client: QueryClient, next: (known: MailPreferences) => MailPreferences): void {
  client.setQueryData<MailPreferences>(keys.mailPreferences, (known) => known && next(known));
}

/** Switch mails of a kind off with what stands in the link of one. */
export const unsubscribe = mutationOptions({
  mutationFn: (token: string) => publicCall("post", "/unsubscribe", { query: { token } }),
});
