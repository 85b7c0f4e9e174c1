/** The outbox of who is signed in, and what it does when pages, networks and sessions come and go. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { isConflict } from "../../api/cache";
import { Refused } from "../../errors";
import type { CertificateRef } from "../../api/keys";
import {
  type DecisionSent,
  outdateReview,
  reviewOptions,
  sendDecision,
  signDecision,
  takeDecided,
} from "../../api/queries/staff/reviews";
import { session } from "../../session/current";
import type { User } from "../../session/session";
import { useUser } from "../../session/useSession";
import { isDecidedSo } from "./decidedSo";
import { type Answer, type Entry, isDecided, Outbox } from "./outbox";
import { isReloading } from "./reloading";

type Owner = Pick<User, "id" | "academyId">;

interface Running {
  client: QueryClient;
  outbox: Outbox;
  stop: () => void;
}

/** One for as long as the same person is signed in, wherever in the portal they are. */
let running: Running | undefined;

/** Each user has a client of their own. */
function outboxOf(client: QueryClient, user: Owner): Outbox {
  if (running?.client !== client) {
    running?.stop();
    running = start(client, user);
  }
  return running.outbox;
}

/** Where decisions are put, to be sent in ten seconds. */
export const useOutbox = (): Outbox => outboxOf(useQueryClient(), useUser());

/** What waits there, or was sent lately, the oldest first. */
export function useEntries(): readonly Entry[] {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.entries);
}

/** Whether something has been decided here, be it sent yet or not. */
export function useDecided(): (item: CertificateRef & { version: number }) => boolean {
  const entries = useEntries().filter(isDecided);
  return ({ learner_id, id, version }) =>
    entries.some(
      (entry) => entry.learner_id === learner_id && entry.certificate_id === id && version <= entry.version,
    );
}

function start(client: QueryClient, { id: user, academyId: academy }: Owner): Running {
  const outbox = new Outbox(
    { user, academy },
    {
      storage: localStorage,
      locks: navigator.locks,
      send: (entry) => send(client, academy, sentBy(user, entry)),
      sign: (entry) => signDecision(academy, sentBy(user, entry)),
      isOpen: () => isSignedIn(user) && navigator.onLine,
    },
  );
  const over = new AbortController();
  const { signal } = over;
  // Whoever loads the page anew stays: what waits goes on waiting.
  addEventListener("pagehide", () => !isReloading() && outbox.leave(), { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && outbox.back(), { signal });
  addEventListener("online", outbox.go, { signal });
  addEventListener("storage", outbox.look, { signal });
  const unheard = session.subscribe(() => {
    // In another tab. What was signed ahead is good for some minutes more.
    if (session.state().kind === "signed-out") stop();
    else outbox.go();
  });
  const undone = session.beforeSignOut(() => outbox.flush());
  outbox.go();

  function stop() {
    over.abort();
    unheard();
    undone();
    if (session.state().kind === "signed-out") outbox.leave();
    outbox.close();
    running = undefined;
  }
  return { client, outbox, stop };
}

function isSignedIn(user: string): boolean {
  const state = session.state();
  return state.kind === "signed-in" && state.user.id === user;
}

const sentBy = (user: string, { learner_id, certificate_id, version, verdict }: Entry): DecisionSent => ({
  learner_id,
  id: certificate_id,
  version,
  verdict,
  user,
});

async function send(client: QueryClient, academy: string, sent: DecisionSent): Promise<Answer> {
  try {
    takeDecided(client, academy, await sendDecision(academy, sent));
    return { kind: "sent" };
  } catch (error) {
    if (!(error instanceof Refused) || isForNow(error)) return { kind: "unanswered" };
    return isConflict(error) ? resolve(client, academy, sent, error) : refusal(error);
  }
}

/** Another time it may be otherwise; an answer of this kind may also come where it has arrived. */
const isForNow = ({ status }: Refused): boolean => status === 429 || status >= 500;

const refusal = ({ status, problem }: Refused): Answer => ({ kind: "refused", why: { status, problem } });

/** Somebody was faster; unless it was the same person with the same decision, whose answer was lost. */
async function resolve(
  client: QueryClient,
  academy: string,
  sent: DecisionSent,
  error: Refused,
): Promise<Answer> {
  try {
    const now = await client.query({ ...reviewOptions(academy, sent), staleTime: 0 });
    if (isDecidedSo(now, sent, sent.user)) {
      takeDecided(client, academy, now);
      return { kind: "sent" };
    }
    outdateReview(client, academy, sent);
    return refusal(error);
  } catch {
    return { kind: "unanswered" };
  }
}
