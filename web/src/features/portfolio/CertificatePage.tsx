import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { refusedFile } from "../../shared/wrongFields";
import { type ReactNode, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Refused } from "../../errors";
import { words } from "../../shared/problemWords";
import { useMutation, useQuery } from "@tanstack/react-query";
import { byId } from "../../api/queries/byId";
import {
  certificateOptions,
  dispute as disputeOptions,
  outlookOptions,
  pagesOf,
  readFile,
  withdraw as withdrawOptions,
} from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { CertificateWithHistory, InspectedFile } from "../../api/types";
import { NotFound } from "../../shared/NotFound";
import { useCrumbs } from "../../shared/crumbs";
import { CertificateDetails, Claims } from "../../shared/CertificateDetails";
import { Dispute } from "../../shared/Dispute";
import { Document } from "../../shared/Document";
import { download } from "../../shared/download";
import { formatDay } from "../../text/format";
import { openDispute } from "../../shared/history";
import { useNotify } from "../../shared/notify";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Said } from "../../shared/Said";
import { standing, StatusPill } from "../../shared/StatusPill";
import { Timeline } from "../../shared/Timeline";
import { type PagesState, usePages } from "../../shared/usePages";
import { t } from "../../text";
import { refOf } from "../../api/keys";
import { learnerActions } from "../../shared/learnerActions";

export default function CertificatePage() {
  const certificate_id = useParams()["certificateId"]!;
  const navigate = useNavigate();
  const notify = useNotify();
  const document = useRef<HTMLElement>(null);
  const [asking, setAsking] = useState<"withdraw" | "dispute">();
  const loaded = useQuery(certificateOptions(certificate_id));
  const types = useQuery(creditTypesOptions);
  const certificate = loaded.data;
  const missing = loaded.error instanceof Refused && loaded.error.status === 404;
  useTitle(certificate?.title ?? t("certificates.title"));
  useCrumbs([
    { text: t("certificates.title"), href: "/certificates" },
    { text: certificate?.title ?? (missing ? t("errors.notFoundTitle") : t("common.loading")), href: "#" },
  ]);
  const accepted = certificate?.file?.state === "accepted";
  const pages = usePages(
    accepted ? { certificate: refOf(certificate), version: certificate.version } : undefined,
    (signal) => pagesOf(certificate_id, signal),
  );

  if (missing) return <NotFound />;
  if (loaded.error && !certificate)
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  if (!certificate) return <Loading label={t("certificate.loading")} />;

  const names = byId(types.data ?? []);
  const link = () => readFile(certificate_id);
  const can = learnerActions(certificate);
  const dispute = openDispute(certificate);
  const keep = () => void download(link).catch((error: unknown) => notify("error", words(error)));
  // It stands on this page; on a small screen, far below.
  const view = () => {
    document.current?.scrollIntoView({ block: "nearest" });
    document.current?.focus({ preventScroll: true });
  };

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        info={<StatusPill status={standing(certificate)} />}
        description={
          <span className="wraps">
            {[certificate.issuer, formatDay(certificate.earned_on)].filter(Boolean).join(" · ")}
          </span>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {can.has("withdraw") && (
              <Button onClick={() => setAsking("withdraw")}>{t("certificate.withdraw")}</Button>
            )}
            {can.has("dispute") && (
              <Button onClick={() => setAsking("dispute")}>{t("certificate.dispute")}</Button>
            )}
            {can.has("edit") && (
              <Button
                iconName="edit"
                variant={certificate.status === "changes_requested" ? "primary" : "normal"}
                onClick={() => navigate(`/certificates/${certificate_id}/edit`)}
              >
                {certificate.status === "changes_requested"
                  ? t("certificate.editAndResubmit")
                  : t("certificate.edit")}
              </Button>
            )}
            {accepted && (
              <Button variant={can.has("edit") ? "normal" : "primary"} onClick={view}>
                {t("certificate.view")}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {certificate.title}
      </Header>

      <Said certificate={certificate} />
      {dispute && (
        <Dispute dispute={dispute} reader={certificate.learner_id}>
          {t("dispute.waiting")}
        </Dispute>
      )}
      {certificate.entered_on_behalf && certificate.status === "changes_requested" && (
        <Alert type="info">{t("certificate.mended")}</Alert>
      )}
      {certificate.status === "pending" && <Place certificate={certificate} />}

      <div className="two">
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{t("certificate.creditsTitle")}</Header>}>
            <Claims certificate={certificate} types={names} />
          </Container>
          <Container header={<Header variant="h2">{t("certificate.details")}</Header>}>
            <CertificateDetails certificate={certificate} />
          </Container>
          <Container header={<Header variant="h2">{t("certificate.history")}</Header>}>
            <Timeline events={certificate.events} types={names} reader={certificate.learner_id} />
          </Container>
        </SpaceBetween>
        <section ref={document} tabIndex={-1} aria-label={t("certificate.document")}>
          <Container header={<Header variant="h2">{t("certificate.document")}</Header>} fitHeight={false}>
            {certificate.file ? (
              <Evidence file={certificate.file} pages={pages} onDownload={keep} />
            ) : (
              <Box color="text-body-secondary">{t("certificate.noFile")}</Box>
            )}
          </Container>
        </section>
      </div>

      {asking && (
        <Ask
          what={asking}
          certificate={certificate}
          onClose={() => setAsking(undefined)}
          onDone={() => setAsking(undefined)}
        />
      )}
    </SpaceBetween>
  );
}

interface EvidenceProps {
  file: InspectedFile;
  pages: PagesState;
  onDownload: () => void;
}

function Evidence({ file, pages, onDownload }: EvidenceProps): ReactNode {
  switch (file.state) {
    case "waiting":
      return <Loading label={t("certificate.fileWaiting")} />;
    case "rejected":
      return (
        <Alert type="error" header={t("certificate.fileRejected")}>
          {refusedFile(file.reason) ?? file.explanation}
        </Alert>
      );
    case "accepted":
      return <Document pages={pages} name={file.name} onDownload={onDownload} />;
  }
}

/** How long it will take, as well as the academy's own pace tells. */
function Place({ certificate }: { certificate: CertificateWithHistory }): ReactNode {
  const { data: value } = useQuery(outlookOptions(certificate));
  if (!value) return null;
  const facts: [string, string][] = [
    [t("outlook.ahead"), t("outlook.place", { ahead: value.ahead, exact: value.ahead_is_exact })],
    [t("outlook.expected"), formatDay(value.expected_on)],
    [t("outlook.promised"), formatDay(value.due_on)],
  ];
  return (
    <div className="outlook" role="group" aria-label={t("outlook.title")}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <span className="soft">{name}</span>
          <b>{fact}</b>
        </div>
      ))}
      <p className="soft">
        {value.overdue
          ? t("outlook.overdue")
          : value.based_on > 0
            ? t("outlook.basedOn", { count: value.based_on })
            : t("outlook.noBasis")}
      </p>
    </div>
  );
}

interface AskProps {
  what: "withdraw" | "dispute";
  certificate: CertificateWithHistory;
  onClose: () => void;
  onDone: () => void;
}

function Ask({ what, certificate, onClose, onDone }: AskProps) {
  const notify = useNotify();
  const [comment, setComment] = useState("");
  const disputes = what === "dispute";
  const withdrawing = useMutation(withdrawOptions);
  const disputing = useMutation(disputeOptions);
  const { error, isPending: busy } = disputes ? disputing : withdrawing;
  // Of the version that was asked about, whatever comes meanwhile.
  const [{ id, version }] = useState(certificate);

  function confirm() {
    const done = (said: string) => ({
      onSuccess: () => {
        notify("success", said);
        onDone();
      },
    });
    if (disputes) disputing.mutate({ id, version, comment: comment.trim() }, done(t("certificate.disputed")));
    else withdrawing.mutate({ id, version }, done(t("certificate.withdrawn")));
  }

  return (
    <Modal
      visible
      header={disputes ? t("certificate.disputeTitle") : t("certificate.withdrawTitle")}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" loading={busy} disabled={disputes && !comment.trim()} onClick={confirm}>
              {disputes ? t("certificate.disputeConfirm") : t("certificate.withdrawConfirm")}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error && (
          <Alert type="error">
            {error instanceof Refused && error.status === 412 ? t("form.conflict") : words(error)}
          </Alert>
        )}
        <Box>{disputes ? t("certificate.disputeText") : t("certificate.withdrawText")}</Box>
        {disputes && (
          <FormField label={t("review.comment")}>
            <Textarea
              value={comment}
              onChange={({ detail }) => setComment(detail.value)}
              rows={4}
              autoFocus
            />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  );
}
