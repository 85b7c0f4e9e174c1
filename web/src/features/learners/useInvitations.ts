/** A list of people who are invited one after the other, a few at a time. */

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { inviteLearner } from "../../api/queries/staff/learners";
import { Refused } from "../../errors";
import { useUser } from "../../session/useSession";
import { reasonOf } from "../../api/problemWords";
import type { Problem } from "../../api/types";
import type { Row } from "./inviteList";

export type Outcome =
  | { kind: "invited" | "known"; learner: string }
  /** Why, in words. */
  | { kind: "refused"; why: string };

interface Work {
  rows: Row[];
  outcomes: Record<string, Outcome>;
}

/** So many are on their way at once: accounts are made one at a time behind the API. */
const AT_ONCE = 3;
const NOTHING: Work = { rows: [], outcomes: {} };

export interface Invitations extends Work {
  running: boolean;
  /** Why it stopped by itself. */
  halted: unknown;
  begin: (rows: Row[]) => void;
  remove: (key: string) => void;
  send: () => void;
  pause: () => void;
  /** Those that were refused are sent once more. */
  sendAgain: () => void;
}

/** Those of a list that can be sent and have not been. */
export const waiting = ({ rows, outcomes }: Work): Row[] =>
  rows.filter(({ key, flaw }) => flaw === undefined && outcomes[key] === undefined);

/**
 * What was sent is kept while the window is open: after leaving the page, or loading it anew, it goes on
 * where it was. Whoever is known already is not invited again, so that a list can also be pasted twice.
 */
export function useInvitations(): Invitations {
  const { id, academyId } = useUser();
  const key = `certfolio.invitations/${id}`;
  const [work, setWork] = useState<Work>(() => read(key));
  const [running, setRunning] = useState(false);
  const [halted, setHalted] = useState<unknown>();
  const { mutateAsync } = useMutation(inviteLearner(academyId));
  const latest = useRef(work);
  const going = useRef(false);

  function change(next: Work) {
    latest.current = next;
    setWork(next);
    if (next.rows.length) sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
  }

  useEffect(
    () => () => {
      going.current = false;
    },
    [],
  );

  async function invite({ key: row, name, mail, externalId }: Row) {
    const settle = (outcome: Outcome) =>
      change({ ...latest.current, outcomes: { ...latest.current.outcomes, [row]: outcome } });
    try {
      const answer = await mutateAsync({ name, mail, external_id: externalId || null });
      settle({ kind: answer.known ? "known" : "invited", learner: answer.learner.learner_id });
    } catch (error) {
      if (!isAboutTheRow(error)) throw error;
      settle({ kind: "refused", why: reasonOf(error.problem as Problem) });
    }
  }

  async function send() {
    if (going.current) return;
    going.current = true;
    setRunning(true);
    setHalted(undefined);
    const queue = waiting(latest.current);
    const work = async () => {
      for (let row = queue.shift(); row && going.current; row = queue.shift()) await invite(row);
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    } catch (error) {
      setHalted(error);
    }
    going.current = false;
    setRunning(false);
  }

  return {
    ...work,
    running,
    halted,
    begin: (rows) => change({ rows, outcomes: {} }),
    remove: (row) => change({ ...work, rows: work.rows.filter((one) => one.key !== row) }),
    send: () => void send(),
    pause: () => {
      going.current = false;
    },
    sendAgain: () => {
      const kept = Object.entries(work.outcomes).filter(([, { kind }]) => kind !== "refused");
      change({ ...work, outcomes: Object.fromEntries(kept) });
      void send();
    },
  };
}

/** Whether the next one may fare better: what is wrong with a person, not with the way to the API. */
function isAboutTheRow(error: unknown): error is Refused {
  return error instanceof Refused && [400, 409, 422].includes(error.status);
}

function read(key: string): Work {
  const kept = sessionStorage.getItem(key);
  return kept ? (JSON.parse(kept) as Work) : NOTHING;
}
