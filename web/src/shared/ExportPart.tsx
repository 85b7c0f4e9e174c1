import { Download } from "lucide-react";
import { useState } from "react";
import { words } from "../api/problemWords";
import type { PersonExport } from "../api/types";
import { t } from "../text";
import { formatBytes, formatInstant } from "../text/format";
import { Button } from "../ui/Button";
import { Row } from "../ui/layout";
import { Notice } from "../ui/Notice";
import { ProgressBar } from "../ui/ProgressBar";
import { Section } from "../ui/Section";
import { toast } from "../ui/toast";
import { download } from "./download";

interface Props {
  title: string;
  lead: string;
  found: PersonExport | null;
  busy: boolean;
  error: Error | null;
  onStart: () => void;
  /** The same with a link that is still good. */
  latest: () => Promise<PersonExport | null | undefined>;
}

/** An archive of all that is held on somebody: asked for, waited for, downloaded. */
export function ExportPart({ title, lead, found, busy, error, onStart, latest }: Props) {
  return (
    <Section title={title} lead={lead}>
      {error && (
        <Notice kind="error" announced title={t("errors.heading")}>
          {words(error)}
        </Notice>
      )}
      {found?.state === "working" && (
        <ProgressBar label={t("rights.exporting")} text={t("rights.exportFiles", { files: found.files })} />
      )}
      {found?.state === "failed" && (
        <Notice kind="warning" announced>
          {t("rights.exportFailed")}
        </Notice>
      )}
      {found?.state === "ready" && <Ready found={found} latest={latest} />}
      {found?.state !== "working" && (
        <div>
          <Button busy={busy} onPress={onStart}>
            {found ? t("rights.exportAgain") : t("rights.exportStart")}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Ready({ found, latest }: { found: PersonExport; latest: Props["latest"] }) {
  const [busy, setBusy] = useState(false);
  async function save() {
    setBusy(true);
    try {
      await download(async () => {
        const fresh = (await latest()) ?? found;
        return { url: fresh.url ?? "", name: `export-${fresh.asked_at.slice(0, 10)}.zip` };
      });
    } catch (failure) {
      toast.error(words(failure));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <p role="status">
        {t("rights.exportReady", {
          day: formatInstant(found.asked_at),
          files: found.files,
          size: formatBytes(found.size ?? 0),
          until: formatInstant(found.kept_until),
        })}
      </p>
      <Row>
        <Button variant="primary" icon={Download} busy={busy} onPress={() => void save()}>
          {t("rights.exportDownload")}
        </Button>
      </Row>
    </>
  );
}
