import { useCallback, useEffect, useRef, useState } from "react";
import type { Draft } from "../../shared/draft";
import { KeptDrafts, type LeftDraft, type Place } from "../../shared/keptDrafts";
import { ulid } from "../../shared/ulid";

interface Own {
  id: string;
  draft: Draft;
  /** Whether it goes on with what was left behind. */
  isTakenUp: boolean;
}

/**
 * The draft that a dialog owns, and those that were left behind, which it offers.
 *
 * @param begin Makes what the dialog begins with.
 * @param handedOver The id of a draft that it begins with instead, if it is still there.
 */
export function useOwnDraft({ user, certificate }: Place, begin: () => Draft, handedOver?: string) {
  const [kept] = useState(() => new KeptDrafts({ user, certificate }));
  const fresh = (): Own => ({ id: ulid(), draft: begin(), isTakenUp: false });
  const [own, setOwn] = useState<Own>(() => {
    const found = handedOver && kept.read(handedOver);
    return found ? { ...found, isTakenUp: true } : fresh();
  });
  const [left, setLeft] = useState<LeftDraft[]>([]);
  const release = useRef<() => void>(undefined);
  const closed = useRef(false);

  useEffect(() => {
    closed.current = false;
    release.current = kept.claim(own.id);
    return () => {
      closed.current = true;
      release.current?.();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the claim changes with the draft below
  }, [kept]);

  const look = useCallback(() => {
    void kept.left().then((found) => !closed.current && setLeft(found));
  }, [kept]);
  // Another tab may take one up or hand it in.
  useEffect(() => {
    look();
    window.addEventListener("storage", look);
    return () => window.removeEventListener("storage", look);
  }, [look, own.id]);

  /** This one stays where it is kept, and is offered the next time. */
  function change(next: Own, claim: () => void) {
    release.current?.();
    release.current = claim;
    setOwn(next);
  }

  async function takeUp({ id }: LeftDraft) {
    const claim = await kept.claimLeft(id);
    const found = claim && kept.read(id);
    if (!found || closed.current) {
      claim?.();
      return look();
    }
    change({ ...found, isTakenUp: true }, claim);
  }

  return {
    own,
    left: left.filter(({ id }) => id !== own.id),
    takeUp: (draft: LeftDraft) => void takeUp(draft),
    discard: ({ id }: LeftDraft) => {
      kept.forget(id);
      look();
    },
    startOver: () => {
      kept.forget(own.id);
      const next = fresh();
      change(next, kept.claim(next.id));
    },
    keep: useCallback((draft: Draft) => kept.keep(own.id, draft), [kept, own.id]),
    forget: useCallback(() => kept.forget(own.id), [kept, own.id]),
  };
}

export type OwnDraft = ReturnType<typeof useOwnDraft>;
