import type { CreditType } from "../../api/types";
import type { Draft } from "../draft";
import { fill, type Read, withdraw } from "../reading";
import { type UploadState, uploadIdOf } from "../upload";

/**
 * What a draft becomes while its file goes on its way, and is read. Done again, it changes nothing.
 *
 * Of another file, or of none, what was read from the one before is not known.
 */
export function settled(
  draft: Draft,
  upload: UploadState,
  read: readonly Read[],
  types: readonly CreditType[],
): Draft {
  return fill(withFile(draft, upload), upload.kind === "accepted" ? read : [], types);
}

function withFile(draft: Draft, upload: UploadState): Draft {
  const uploadId = uploadIdOf(upload);
  const isSame = uploadId === draft.file?.uploadId;
  if (!uploadId || upload.kind === "none") {
    if (isSame) return draft;
    const { file: _, ...typed } = withdraw(draft);
    return typed;
  }
  const { name, size } = upload;
  if (isSame && draft.file?.name === name) return draft;
  return { ...(isSame ? draft : withdraw(draft)), file: { uploadId, name, size } };
}
