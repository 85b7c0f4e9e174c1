import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Certificate } from "../../api/types";
import { type Draft, isEmpty } from "../draft";
import { KeptDrafts, type LeftDraft, type Place } from "../keptDrafts";
import { ulid } from "../ulid";
import type { Uploads } from "../uploads";
import {
  EMPTY,
  type Item,
  itemOf,
  type Strip,
  unmade,
  withChange,
  withDropped,
  withMade,
  withMore,
  without,
} from "./strip";

/** What a page tells the one that it leads to, and itself after a reload. */
export interface HandedOver {
  /** The drafts to begin with, by the names under which they are kept. */
  drafts?: string[];
}

interface Options {
  uploads: Uploads;
  /** Makes what a new draft begins with. */
  begin: () => Draft;
  /** Where drafts are kept; left out, they are gone with the page. */
  place?: Place;
  /** There is one draft, from the beginning on. */
  isOne?: boolean;
  /** The upload of a file that is handed in already. */
  handedIn?: string | undefined;
  /** Whether nothing was changed that is worth keeping. */
  isUnchanged?: (draft: Draft) => boolean;
}

/** The drafts of a page: each is kept while it is filled in, and is this page's alone. */
export function useStrip(options: Options) {
  const { uploads, begin, place, isOne = false, handedIn, isUnchanged = isEmpty } = options;
  const [kept] = useState(() => place && new KeptDrafts(place));
  const location = useLocation();
  const navigate = useNavigate();
  const [strip, setStrip] = useState<Strip>(EMPTY);
  const [left, setLeft] = useState<LeftDraft[]>([]);
  /** Whether those that were handed over are there. */
  const [isReady, setReady] = useState(false);
  const claims = useRef(new Map<string, () => void>());
  const isGone = useRef(false);
  const latest = useRef({ begin, isUnchanged });
  latest.current = { begin, isUnchanged };

  const look = useCallback(() => {
    void kept?.left().then((found) => !isGone.current && setLeft(found));
  }, [kept]);

  const claim = useCallback(
    (key: string) => {
      if (kept) claims.current.set(key, kept.claim(key));
    },
    [kept],
  );
  const release = (key: string) => {
    claims.current.get(key)?.();
    claims.current.delete(key);
  };

  /** A draft of the strip; its file, if it has one, is shown as it stands. */
  const begun = useCallback(
    (key: string, draft: Draft, isTakenUp: boolean): Item => {
      if (draft.file?.uploadId === handedIn && draft.file) uploads.keep(key, draft.file);
      else if (draft.file) uploads.takeUp(key, draft.file);
      return itemOf(key, draft, isTakenUp);
    },
    [uploads, handedIn],
  );
  const fresh = useCallback((): Item => {
    const key = ulid();
    claim(key);
    return begun(key, latest.current.begin(), false);
  }, [claim, begun]);

  useEffect(() => {
    isGone.current = false;
    const mine = claims.current;
    void start();
    return () => {
      isGone.current = true;
      mine.forEach((give) => give());
      mine.clear();
    };

    async function start() {
      const handedOver = (location.state as HandedOver | null)?.drafts ?? [];
      const found: Item[] = [];
      for (const id of handedOver) {
        const give = await kept?.claimOwn(id);
        const draft = give && kept?.read(id);
        if (isGone.current) return give?.();
        if (draft) {
          mine.set(id, give);
          found.push(begun(id, draft.draft, true));
        } else give?.();
      }
      setStrip(withMore(EMPTY, found.length || !isOne ? found : [fresh()]));
      setReady(true);
      look();
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was handed over is taken up once
  }, []);

  // Another tab may take one up or hand it in.
  useEffect(() => {
    window.addEventListener("storage", look);
    return () => window.removeEventListener("storage", look);
  }, [look]);

  const written = useRef(new Map<string, Draft>());
  useEffect(() => {
    if (!kept || !isReady) return;
    for (const { key, draft } of unmade(strip)) {
      if (written.current.get(key) === draft) continue;
      written.current.set(key, draft);
      if (latest.current.isUnchanged(draft)) kept.forget(key);
      else kept.keep(key, draft);
    }
    // After a reload they are there again. What is gone is not missed: whoever is done may be leaving.
    const drafts = unmade(strip).map(({ key }) => key);
    const before = (location.state as HandedOver | null)?.drafts ?? [];
    if (drafts.length > 0 && drafts.join() !== before.join()) {
      void navigate(location, { replace: true, state: { drafts } satisfies HandedOver });
    }
  }, [strip, kept, isReady, location, navigate]);

  const change = useCallback(
    (key: string, made: (item: Item) => Item) => setStrip((now) => withChange(now, key, made)),
    [],
  );
  const forget = (key: string) => {
    kept?.forget(key);
    written.current.delete(key);
    release(key);
  };

  return {
    strip,
    isReady,
    left,
    change,
    changeDraft: useCallback(
      (key: string, made: (draft: Draft) => Draft) =>
        change(key, (item) => {
          const draft = made(item.draft);
          return draft === item.draft ? item : { ...item, draft };
        }),
      [change],
    ),
    /** Another draft; opened where none is being filled in. */
    add: (files: readonly File[]) => {
      const more = files.length ? files.map(() => fresh()) : [fresh()];
      more.forEach(({ key, draft }, at) => files[at] && uploads.start(key, draft.id, files[at]));
      setStrip((now) => withMore(now, more));
    },
    open: (key: string) => setStrip((now) => ({ ...now, open: key })),
    /** It can be had back until the next one is dropped. */
    drop: (key: string) => {
      if (strip.dropped) uploads.clear(strip.dropped.item.key);
      forget(key);
      if (uploads.isUnderWay(key)) uploads.cancel(key);
      setStrip((now) => without(now, key));
    },
    restore: () => {
      if (strip.dropped) claim(strip.dropped.item.key);
      setStrip(withDropped);
    },
    made: (key: string, certificates: readonly Certificate[]) => {
      forget(key);
      setStrip((now) => withMade(now, key, certificates));
    },
    takeUp: async ({ id }: LeftDraft) => {
      const give = await kept?.claimLeft(id);
      const found = give && kept?.read(id);
      if (!found || isGone.current) {
        give?.();
        return look();
      }
      claims.current.set(id, give);
      const item = begun(id, found.draft, true);
      // What was filled in here stays where it is kept, and is offered the next time.
      if (isOne) unmade(strip).forEach(({ key }) => release(key));
      setStrip((now) => ({ ...withMore(isOne ? EMPTY : now, [item]), open: id }));
      look();
    },
    /** Begin with what one would have begun with. */
    startOver: () => {
      unmade(strip).forEach(({ key }) => forget(key));
      setStrip(withMore(EMPTY, [fresh()]));
    },
    discard: ({ id }: LeftDraft) => {
      kept?.forget(id);
      look();
    },
    /** What is handed over to another page is no longer kept here. */
    forget,
  };
}

export type Drafts = ReturnType<typeof useStrip>;
