import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import { Refused, words } from "../../api/errors";
import { call } from "../../api/learner";
import type { CertificateWithHistory, InspectedFile } from "../../api/types";
import { NotFound } from "../../shared/NotFound";
import { useCrumbs } from "../../shared/crumbs";
import { CertificateDetails, Claims } from "../../shared/CertificateDetails";
import { Dispute } from "../../shared/Dispute";
import { Document } from "../../shared/Document";
import { download } from "../../shared/download";
import { formatDay } from "../../shared/format";
import { openDispute } from "../../shared/history";
import { useNotify } from "../../shared/notify";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Said } from "../../shared/Said";
import { standing, StatusPill } from "../../shared/StatusPill";
import { Timeline } from "../../shared/Timeline";
import { useAddressed } from "../../shared/useAddressed";
import { useLoad } from "../../shared/useLoad";
import { type PagesState, usePages } from "../../shared/usePages";
import { text } from "../../text";
import { learnerActions } from "./actions";

const CertificateDialog = lazy(() => import("./CertificateDialog"));

const POLL_MS = 2000;

export default function CertificatePage() {
  const certificate_id = useParams()["certificateId"]!;
  const path = { certificate_id };
  const editing = useAddressed("edit");
  const notify = useNotify();
  const document = useRef<HTMLElement>(null);
  const [asking, setAsking] = useState<"withdraw" | "dispute">();
  const loaded = useLoad(
    (signal) => call("get", "/certificates/{certificate_id}", { path, signal }),
    certificate_id,
  );
  const types = useLoad((signal) => call("get", "/credit-types", { signal }));
  const certificate = loaded.value;
  const missing = loaded.error instanceof Refused && loaded.error.status === 404;
  useTitle(certificate?.title ?? text.certificates.title);
  useCrumbs([
    { text: text.certificates.title, href: "/certificates" },
    { text: certificate?.title ?? (missing ? text.errors.notFoundTitle : text.common.loading), href: "#" },
  ]);
  const accepted = certificate?.file?.state === "accepted";
  const pages = usePages(
    accepted ? `${certificate.file?.upload_id} ${certificate.version}` : undefined,
    (signal) => call("get", "/certificates/{certificate_id}/pages", { path, signal }),
  );
  const inspecting = certificate?.file?.state === "waiting" && certificate.status === "pending";
  useEffect(() => {
    if (!inspecting) return undefined;
    const timer = setInterval(loaded.reload, POLL_MS);
    return () => clearInterval(timer);
  }, [inspecting, loaded.reload]);

  if (missing) return <NotFound />;
  if (loaded.error !== undefined && !certificate)
    return <LoadFailed error={loaded.error} retry={loaded.reload} />;
  if (!certificate) return <Loading label={text.certificate.loading} />;

  const names = new Map(types.value?.items.map((type) => [type.id, type]));
  const link = () => call("get", "/certificates/{certificate_id}/file", { path });
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
              <Button onClick={() => setAsking("withdraw")}>{text.certificate.withdraw}</Button>
            )}
            {can.has("dispute") && (
              <Button onClick={() => setAsking("dispute")}>{text.certificate.dispute}</Button>
            )}
            {can.has("edit") && (
              <Button
                iconName="edit"
                variant={certificate.status === "changes_requested" ? "primary" : "normal"}
                onClick={editing.open}
              >
                {certificate.status === "changes_requested"
                  ? text.certificate.editAndResubmit
                  : text.certificate.edit}
              </Button>
            )}
            {accepted && (
              <Button variant={can.has("edit") ? "normal" : "primary"} onClick={view}>
                {text.certificate.view}
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
          {text.dispute.waiting}
        </Dispute>
      )}
      {certificate.entered_on_behalf && certificate.status === "changes_requested" && (
        <Alert type="info">{text.certificate.mended}</Alert>
      )}
      {certificate.status === "pending" && <Place certificate={certificate} />}

      <div className="two">
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{text.certificate.creditsTitle}</Header>}>
            <Claims certificate={certificate} types={names} />
          </Container>
          <Container header={<Header variant="h2">{text.certificate.details}</Header>}>
            <CertificateDetails certificate={certificate} />
          </Container>
          <Container header={<Header variant="h2">{text.certificate.history}</Header>}>
            <Timeline events={certificate.events} types={names} reader={certificate.learner_id} />
          </Container>
        </SpaceBetween>
        <section ref={document} tabIndex={-1} aria-label={text.certificate.document}>
          <Container header={<Header variant="h2">{text.certificate.document}</Header>} fitHeight={false}>
            {certificate.file ? (
              <Evidence file={certificate.file} pages={pages} onDownload={keep} />
            ) : (
              <Box color="text-body-secondary">{text.certificate.noFile}</Box>
            )}
          </Container>
        </section>
      </div>

      {asking && (
        <Ask
          what={asking}
          certificate={certificate}
          onClose={() => setAsking(undefined)}
          onDone={() => {
            setAsking(undefined);
            loaded.reload();
          }}
        />
      )}
      {editing.isOpen && types.error !== undefined && <LoadFailed error={types.error} retry={types.reload} />}
      {editing.isOpen && can.has("edit") && types.value && (
        <Suspense>
          <CertificateDialog
            types={types.value.items}
            certificate={certificate}
            onClose={editing.close}
            onConflict={() => {
              editing.close();
              loaded.reload();
            }}
            onSaved={() => {
              editing.close();
              loaded.reload();
            }}
          />
        </Suspense>
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
      return <Loading label={text.certificate.fileWaiting} />;
    case "rejected":
      return (
        <Alert type="error" header={text.certificate.fileRejected}>
          {file.explanation}
        </Alert>
      );
    case "accepted":
      return <Document pages={pages} name={file.name} onDownload={onDownload} />;
  }
}

/** How long it will take, as well as the academy's own pace tells. */
function Place({ certificate }: { certificate: CertificateWithHistory }): ReactNode {
  const { value } = useLoad(
    (signal) =>
      call("get", "/certificates/{certificate_id}/outlook", {
        path: { certificate_id: certificate.id },
        signal,
      }),
    `${certificate.id} ${certificate.version}`,
  );
  if (!value) return null;
  const facts: [string, string][] = [
    [text.outlook.ahead, text.outlook.place(value.ahead, value.ahead_is_exact)],
    [text.outlook.expected, formatDay(value.expected_on)],
    [text.outlook.promised, formatDay(value.due_on)],
  ];
  return (
    <div className="outlook" role="group" aria-label={text.outlook.title}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <span className="soft">{name}</span>
          <b>{fact}</b>
        </div>
      ))}
      <p className="soft">
        {value.overdue
          ? text.outlook.overdue
          : value.based_on > 0
            ? text.outlook.basedOn(value.based_on)
            : text.outlook.noBasis}
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
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const disputes = what === "dispute";

  async function confirm() {
    setBusy(true);
    setError(undefined);
    const which = { path: { certificate_id: certificate.id }, version: certificate.version };
    try {
      if (disputes) {
        await call("post", "/certificates/{certificate_id}/dispute", {
          ...which,
          body: { comment: comment.trim() },
        });
        notify("success", text.certificate.disputed);
      } else {
        await call("delete", "/certificates/{certificate_id}", which);
        notify("success", text.certificate.withdrawn);
      }
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }

  return (
    <Modal
      visible
      header={disputes ? text.certificate.disputeTitle : text.certificate.withdrawTitle}
      closeAriaLabel={text.common.close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={disputes && !comment.trim()}
              onClick={() => void confirm()}
            >
              {disputes ? text.certificate.disputeConfirm : text.certificate.withdrawConfirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {error !== undefined && (
          <Alert type="error">
            {error instanceof Refused && error.status === 412 ? text.form.conflict : words(error)}
          </Alert>
        )}
        <Box>{disputes ? text.certificate.disputeText : text.certificate.withdrawText}</Box>
        {disputes && (
          <FormField label={text.review.comment}>
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
