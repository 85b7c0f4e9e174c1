import { useQueries } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Pictures } from "../../api/pictures";
import { pagesOptions } from "../../api/queries/pages";
import type { CreditType, Rendition } from "../../api/types";
import { type Draft, newDraft } from "../draft";
import type { Place } from "../keptDrafts";
import { type Read, readIn } from "../reading";
import { Uploads } from "../uploads";
import type { Ports } from "./ports";
import { settled } from "./settle";
import { useStrip } from "./useStrip";

interface Options {
  ports: Ports;
  /** Those that are known. */
  types: readonly CreditType[];
  place?: Place;
  begin?: () => Draft;
  isOne?: boolean;
  isUnchanged?: (draft: Draft) => boolean;
  /** The upload of a file that is handed in already: it is shown, and fills nothing. */
  handedIn?: string | undefined;
}

/** Drafts with their files on the way, each filled from what is read in its own. */
export function useWork({ ports, types, begin, handedIn, ...options }: Options) {
  const [uploads] = useState(() => new Uploads(ports.uploads));
  const states = useSyncExternalStore(uploads.subscribe, uploads.all);
  useEffect(() => () => uploads.end(), [uploads]);
  const offered = types.filter((type) => !type.retired);
  const drafts = useStrip({ uploads, begin: begin ?? (() => newDraft(offered)), handedIn, ...options });
  const { strip, changeDraft } = drafts;

  const accepted = strip.items.flatMap(({ key }) => {
    const state = states.get(key);
    return state?.kind === "accepted" ? [{ key, uploadId: state.uploadId }] : [];
  });
  const drawn = useQueries({
    queries: accepted.map(({ uploadId }) =>
      pagesOptions({ upload: uploadId }, (signal) => ports.pages(uploadId, signal)),
    ),
  });
  const pictures = new Map<string, Pictures>();
  const read = new Map<string, readonly Read[]>();
  drawn.forEach(({ data }, at) => {
    if (!data) return;
    pictures.set(accepted[at]!.key, data.pictures);
    read.set(accepted[at]!.key, onceReadIn(data.rendition));
  });

  // Done again, it changes nothing.
  useEffect(() => {
    for (const { key, made } of strip.items) {
      if (made) continue;
      changeDraft(key, (draft) => settled(draft, uploads.of(key), read.get(key) ?? [], types));
    }
  });

  return { uploads, states, drafts, pictures };
}

export type Work = ReturnType<typeof useWork>;

const known = new WeakMap<Rendition, readonly Read[]>();

function onceReadIn(rendition: Rendition): readonly Read[] {
  const before = known.get(rendition);
  if (before) return before;
  const read = readIn(rendition);
  known.set(rendition, read);
  return read;
}
