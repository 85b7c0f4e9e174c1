import { words } from "../../api/problemWords";
import type { FileLink, InspectedFile, Rendition } from "../../api/types";
import { t } from "../../text";
import { Section } from "../../ui/Section";
import { toast } from "../../ui/toast";
import { Blank } from "../Blank";
import { Document } from "../Document";
import { download } from "../download";
import { usePages } from "../usePages";

interface Props {
  file: InspectedFile;
  /** Ask what it looks like. */
  ask: (signal?: AbortSignal) => Promise<Rendition>;
  /** A link to the original. */
  link: () => Promise<FileLink>;
}

/** The file that shows a credential. */
export function HoldingDocument({ file, ask, link }: Props) {
  const pages = usePages({ upload: file.upload_id }, ask);
  const keep = () => void download(link).catch((error: unknown) => toast.error(words(error)));
  return (
    <Section title={t("holding.file.title")}>
      <Blank pages={pages} />
      <Document pages={pages} name={file.name} onDownload={keep} />
    </Section>
  );
}
