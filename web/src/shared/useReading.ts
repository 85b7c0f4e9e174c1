import { type Dispatch, type SetStateAction, useEffect, useMemo, useRef, useState } from "react";
import type { CreditType, Place, Rendition } from "../api/types";
import type { Draft } from "./draft";
import type { Lit } from "./Document";
import { confirm, fill, type Readable, saidThere, unconfirmed, withdraw } from "./reading";
import { type UploadState, uploadIdOf } from "./upload";
import { type PagesState, usePages } from "./usePages";

export interface Reading {
  /** What the file looks like, as soon as that is known. */
  pages: PagesState;
  lit: Lit | undefined;
  /** Where a field was read, as long as nobody has confirmed or changed it. */
  marks: ReadonlyMap<Readable, Place>;
  /** Light places up in the preview. */
  light: (places: readonly Place[], reveal?: boolean) => void;
  confirm: (fields: readonly Readable[]) => void;
}

/**
 * Show the file of a draft, and fill the draft from what is read there.
 *
 * @param types The credit types, of which credits that are read can be or not.
 * @param handedIn The upload of an accepted file from before: it is shown, and fills nothing.
 */
export function useReading(
  upload: UploadState,
  draft: Draft,
  setDraft: Dispatch<SetStateAction<Draft>>,
  types: readonly CreditType[],
  ask: (uploadId: string, signal?: AbortSignal) => Promise<Rendition>,
  handedIn?: string,
): Reading {
  const uploadId = uploadIdOf(upload);
  const isThere = upload.kind === "accepted" || (upload.kind === "kept" && uploadId === handedIn);
  const shown = isThere ? uploadId : undefined;
  const pages = usePages(shown ? { upload: shown } : undefined, (signal) => ask(shown!, signal));
  const [lit, setLit] = useState<Lit>();
  const rendition = upload.kind === "accepted" && pages.kind === "shown" ? pages.rendition : undefined;
  const suggestions = useMemo(
    () => (rendition ? saidThere(rendition.suggestions, rendition.pages) : []),
    [rendition],
  );
  const known = useRef(types);
  known.current = types;

  // Of another file, or none, what was read from this one is not known.
  const readFrom = useRef(draft.file?.uploadId);
  useEffect(() => {
    if (readFrom.current === uploadId) return;
    readFrom.current = uploadId;
    setLit(undefined);
    setDraft(withdraw);
  }, [uploadId, setDraft]);
  useEffect(() => setDraft((now) => fill(now, suggestions, known.current)), [suggestions, draft, setDraft]);

  return {
    pages,
    lit,
    marks: new Map(unconfirmed(draft)),
    light: (places, reveal = false) => setLit({ places, reveal }),
    confirm: (fields) => setDraft((now) => confirm(now, fields)),
  };
}
