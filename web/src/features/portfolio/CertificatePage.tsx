import { useQuery } from "@tanstack/react-query";
import { Expand, FileClock, FileX2, Pencil, RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { words } from "../../api/problemWords";
import { byId } from "../../api/queries/byId";
import { certificateOptions, pagesOf, readFile } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { CertificateWithHistory, CreditType, InspectedFile } from "../../api/types";
import { refOf } from "../../api/keys";
import { Chain } from "../../shared/Chain";
import { useCrumbs } from "../../shared/crumbs";
import { Document, type Lit } from "../../shared/Document";
import { download } from "../../shared/download";
import { isRenewable, learnerActions } from "../../shared/learnerActions";
import { NotFound } from "../../shared/NotFound";
import { isNotThere } from "../../shared/notThere";
import { LoadFailed, useTitle } from "../../shared/Page";
import { standing, StatusPill } from "../../shared/StatusPill";
import { Timeline } from "../../shared/Timeline";
import { useAddressed } from "../../shared/useAddressed";
import { type PagesState, usePages } from "../../shared/usePages";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { FullScreen } from "../../ui/FullScreen";
import { Icon, type LucideIcon } from "../../ui/Icon";
import { Stack } from "../../ui/layout";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/toast";
import { Disputing, Withdrawing } from "./Asking";
import css from "./CertificatePage.module.css";
import { Counts } from "./Counts";
import { Details } from "./Details";
import { NextStep } from "./NextStep";

export default function CertificatePage() {
  const id = useParams()["certificateId"]!;
  const loaded = useQuery(certificateOptions(id));
  const types = useQuery({ ...creditTypesOptions, select: byId });
  const certificate = loaded.data;
  const missing = !certificate && isNotThere(loaded.error);
  useTitle(certificate?.title ?? t("certificates.title"));
  useCrumbs([
    { text: t("certificates.title"), href: "/certificates" },
    { text: certificate?.title ?? (missing ? t("errors.notFoundTitle") : t("common.loading")), href: "#" },
  ]);

  if (missing) return <NotFound />;
  if (loaded.error && !certificate)
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  if (!certificate) return <Waiting />;
  return <Shown certificate={certificate} types={types.data ?? new Map<string, CreditType>()} />;
}

/** In the shape of what is on its way. */
function Waiting() {
  return (
    <div className={css.page}>
      <Skeleton shape="title" />
      <div className={css.columns}>
        <Skeleton shape="card" height={620} silent />
        <Stack gap={6}>
          <Skeleton count={5} silent />
          <Skeleton count={6} silent />
        </Stack>
      </div>
    </div>
  );
}

interface ShownProps {
  certificate: CertificateWithHistory;
  types: ReadonlyMap<string, CreditType>;
}

function Shown({ certificate, types }: ShownProps) {
  const { id, file, title } = certificate;
  const [asking, setAsking] = useState<"withdraw" | "dispute">();
  const [lit, setLit] = useState<Lit>();
  const view = useAddressed("view");
  const accepted = file?.state === "accepted";
  const pages = usePages(
    accepted ? { certificate: refOf(certificate), version: certificate.version } : undefined,
    (signal) => pagesOf(id, signal),
  );
  const can = learnerActions(certificate);
  const isSentBack = certificate.status === "changes_requested";
  const keep = () => void download(() => readFile(id)).catch((error: unknown) => toast.error(words(error)));
  const history = (
    <Section title={t("certificate.history")}>
      <Timeline events={certificate.events} types={types} reader={certificate.learner_id} />
    </Section>
  );
  const counts = (
    <Section title={t("certificate.counts")}>
      <Counts
        certificate={certificate}
        types={types}
        found={pages.kind === "shown" ? pages.rendition.found_labels : undefined}
        onShow={(places) => setLit({ places, reveal: true })}
      />
    </Section>
  );
  const details = (
    <Section title={t("certificate.details")}>
      <Details certificate={certificate} />
    </Section>
  );

  return (
    <div className={css.page}>
      <PageHeader
        title={title}
        status={<StatusPill status={standing(certificate)} />}
        lead={[certificate.issuer, formatDay(certificate.earned_on)].filter(Boolean).join(" · ")}
        actions={
          <>
            {can.has("edit") && (
              <ButtonLink
                variant={isSentBack ? "primary" : "secondary"}
                icon={Pencil}
                to={`/certificates/${id}/edit`}
              >
                {isSentBack ? t("certificate.editAndResubmit") : t("certificate.edit")}
              </ButtonLink>
            )}
            {isRenewable(certificate) && (
              <ButtonLink icon={RefreshCw} to={`/certificates/${id}/renew`}>
                {t("renewal.renew")}
              </ButtonLink>
            )}
            {accepted && (
              <Button variant={isSentBack ? "secondary" : "primary"} icon={Expand} onPress={view.open}>
                {t("certificate.view")}
              </Button>
            )}
            {can.has("dispute") && (
              <Button variant="quiet" onPress={() => setAsking("dispute")}>
                {t("certificate.dispute")}
              </Button>
            )}
            {can.has("withdraw") && (
              <Button variant="quiet" onPress={() => setAsking("withdraw")}>
                {t("certificate.withdraw")}
              </Button>
            )}
          </>
        }
      />
      <NextStep certificate={certificate} />
      <Chain certificate={certificate} href={(other) => `/certificates/${other}`} />
      {file ? (
        <div className={css.columns}>
          <section className={css.evidence} aria-label={t("certificate.document")}>
            <Evidence file={file} pages={pages} lit={lit} onDownload={keep} onEnlarge={view.open} />
          </section>
          <div className={css.facts}>
            {counts}
            {details}
            {history}
          </div>
        </div>
      ) : (
        <div className={css.columns}>
          <div className={css.facts}>
            {counts}
            {details}
            <p className={css.soft}>{t("certificate.noFile")}</p>
          </div>
          {history}
        </div>
      )}

      {accepted && (
        <FullScreen open={view.isOpen} title={title} onCloseRequest={view.close}>
          <div className={css.large}>
            <Document pages={pages} name={file.name} fill onDownload={keep} />
          </div>
        </FullScreen>
      )}
      {asking === "withdraw" && (
        <Withdrawing certificate={certificate} onClose={() => setAsking(undefined)} />
      )}
      {asking === "dispute" && <Disputing certificate={certificate} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

interface EvidenceProps {
  file: InspectedFile;
  pages: PagesState;
  lit: Lit | undefined;
  onDownload: () => void;
  onEnlarge: () => void;
}

function Evidence({ file, ...more }: EvidenceProps): ReactNode {
  switch (file.state) {
    case "waiting":
      return (
        <Nothing icon={FileClock}>
          <span role="status">{t("certificate.fileWaiting")}</span>
        </Nothing>
      );
    case "rejected":
      return (
        <Nothing icon={FileX2}>
          <span>{file.name}</span>
          <span>{t("certificate.fileRejected")}</span>
        </Nothing>
      );
    case "accepted":
      return <Document {...more} name={file.name} />;
  }
}

/** There is nothing to be looked at yet. */
function Nothing({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <div className={css.nothing}>
      <Icon of={icon} size={32} />
      {children}
    </div>
  );
}
