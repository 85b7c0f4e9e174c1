import { t } from "../text";
import { Document } from "./Document";
import type { UploadState } from "./upload";
import type { Reading } from "./useReading";

/** What the file of a form looks like, with what was read from it lit up. */
export function Preview({ reading: { pages, lit }, upload }: { reading: Reading; upload: UploadState }) {
  if (pages.kind === "none" || upload.kind === "none") return null;
  return (
    <div className="preview">
      <Document pages={pages} name={upload.name} heading={t("preview.region")} lit={lit} />
    </div>
  );
}
