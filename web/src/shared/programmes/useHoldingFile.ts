import { useEffect, useState, useSyncExternalStore } from "react";
import type { InspectedFile } from "../../api/types";
import type { Wrong } from "../../form/wrong";
import { t } from "../../text";
import type { FileActions } from "../adding/FilePane";
import { isNotTaken, isUnderWay, type UploadPorts, type UploadState } from "../upload";
import { Uploads } from "../uploads";

/** The file that shows a credential, while the credential is entered or changed. */
export interface HoldingFile {
  upload: UploadState;
  actions: FileActions;
  /** Begin with another one, such as the latest. */
  startOver: (file: InspectedFile | null) => void;
}

/** There is one of them in a form. */
const KEY = "file";

/** What stands in a form for a file that cannot be named yet. */
const NOT_YET = "-";

/**
 * @param id The credential's, for which files are uploaded.
 * @param file What it has.
 */
export function useHoldingFile(
  ports: UploadPorts,
  id: string,
  file: InspectedFile | null = null,
): HoldingFile {
  const [uploads] = useState(() => begin(new Uploads(ports), file));
  const states = useSyncExternalStore(uploads.subscribe, uploads.all);
  useEffect(() => () => uploads.end(), [uploads]);
  const upload = states.get(KEY) ?? { kind: "none" };
  return {
    upload,
    actions: {
      choose: ([chosen]) => chosen && uploads.start(KEY, id, chosen),
      cancel: () => uploads.cancel(KEY),
      retry: () => uploads.retry(KEY),
      clear: () => uploads.clear(KEY),
    },
    startOver: (latest) => void begin(uploads, latest),
  };
}

function begin(uploads: Uploads, file: InspectedFile | null): Uploads {
  uploads.clear(KEY);
  if (file) uploads.keep(KEY, { uploadId: file.upload_id, name: file.name, size: file.size });
  return uploads;
}

/** The upload that a form names; nothing where there is no file. */
export function namedIn(upload: UploadState): string {
  if (upload.kind === "none") return "";
  return upload.kind === "accepted" || upload.kind === "kept" ? upload.uploadId : NOT_YET;
}

/** What keeps a file from being named: a credential takes only one that was checked. */
export function wrongFile(upload: UploadState): Wrong | string | undefined {
  if (isNotTaken(upload)) return t("form.fileNotTaken");
  if (isUnderWay(upload)) return t("form.waitForUpload");
  return upload.kind === "inspecting" ? { code: "upload_unchecked", values: {} } : undefined;
}
