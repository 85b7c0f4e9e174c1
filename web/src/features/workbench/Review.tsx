import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { refusedFile } from "../../shared/wrongFields";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { words } from "../../shared/problemWords";
import { useMutation, useQuery } from "@tanstack/react-query";
import { refOf } from "../../api/keys";
import {
  assign as assignOptions,
  keyOf,
  pagesOfReview,
  readReviewFile,
  reviewOptions,
} from "../../api/queries/staff/reviews";
import type {
  Certificate,
  InspectedFile,
  Queued,
  ReadField,
  StaffCertificate,
  Status,
} from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { useUser } from "../../session/useSession";
import { CertificateDetails, Claims } from "../../shared/CertificateDetails";
import { Dispute } from "../../shared/Dispute";
import { Document, type Lit } from "../../shared/Document";
import { download } from "../../shared/download";
import { formatInstant } from "../../text/format";
import { Found, findingOf } from "../../shared/Found";
import { openDispute } from "../../shared/history";
import { useNotify } from "../../shared/notify";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { Said } from "../../shared/Said";
import { standing, StatusPill } from "../../shared/StatusPill";
import { type PagesState, usePages } from "../../shared/usePages";
import { t, textsOf } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { useConflict } from "../../shared/staff/conflict";
import { DecisionPanel } from "./DecisionPanel";
import { type Action, ACTIONS, actionsFor, ruleOf } from "../../shared/staff/decisions";
import { entryActions } from "../../shared/staff/entered";
import { Duplicates } from "./Duplicates";
import { History } from "./History";
import { useLease } from "../../shared/staff/lease";
import { useLearnerName } from "../../shared/staff/people";
import { useQueue } from "../../shared/staff/queue";
import { Shortcuts, useShortcuts } from "./shortcuts";
import { Take } from "./Take";
import { useDecision } from "./useDecision";

export default function Review() {
  const { learnerId, certificateId } = useParams();
  const { id: academy_id } = useAcademy();
  const which = { learner_id: learnerId!, id: certificateId! };
  const { data, error, refetch } = useQuery(reviewOptions(academy_id, which));
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label={t("certificate.loading")} />;
  // Another certificate starts with an empty form.
  return <Desk key={keyOf(which)} certificate={data} />;
}

interface DeskProps {
  certificate: StaffCertificate;
}

function Desk({ certificate }: DeskProps) {
  const { id: academy_id, types, staff, administrator } = useAcademy();
  const assigning = useMutation(assignOptions(academy_id));
  const user = useUser();
  const queue = useQueue();
  const notify = useNotify();
  const learner = useLearnerName(certificate);
  const [helping, setHelping] = useState(false);
  const navigate = useNavigate();
  useTitle(`${t("review.title")}: ${certificate.title}`);
  useCrumbs([
    { text: t("queue.title"), href: `/console/queue${queue.search}` },
    { text: certificate.title, href: "#" },
  ]);

  const key = keyOf(certificate);
  const neighbours = useNeighbours(key);
  const waiting = certificate.status === "pending";
  const own = certificate.learner_id === user.id;
  const assignment = useLease(certificate.assignment);
  const taken = assignment && assignment.principal !== user.id ? assignment : undefined;
  const actions = own || taken ? [] : actionsFor(certificate, administrator);
  const can = entryActions(own || taken ? undefined : certificate);
  const change = (how: "edit" | "withdraw") => void navigate(`/console/queue/${key}/${how}${queue.search}`);
  const dispute = openDispute(certificate);
  const accepted = certificate.file?.state === "accepted";
  const pages = usePages(
    accepted ? { certificate: refOf(certificate), version: certificate.version } : undefined,
    (signal) => pagesOfReview(academy_id, certificate, signal),
  );
  const [lit, setLit] = useState<Lit>();
  const found = pages.kind === "shown" ? pages.rendition.found : undefined;
  const beside = (field: ReadField) => {
    const finding = findingOf(found, field);
    // Nothing was looked for where nothing was stated; of a picture nothing was read.
    if (!finding || (finding.outcome === "unread" && !isStated(certificate, field))) return null;
    return <Found finding={finding} onShow={(places) => setLit({ places, reveal: true })} />;
  };
  const link = () => readReviewFile(academy_id, certificate);
  const show = () => void download(link).catch((error: unknown) => notify("error", words(error)));

  const conflict = useConflict(refOf(certificate));
  const decided = (action: Action) => goOn(t(`review.done.${action}`, { title: certificate.title }));
  const decision = useDecision({ certificate, actions, conflict, onDecided: decided });

  /** Say what was done, and go on to the next one where this has left the queue. */
  function goOn(done: string) {
    // Whoever is quicker than the queue goes there, too.
    const stays = !waiting || !(neighbours.listed || queue.loading);
    const last = !stays && !queue.loading && !neighbours.next && !queue.more;
    notify("success", last ? `${done} ${t("review.finished")}` : done);
    if (!stays) neighbours.go(neighbours.next);
  }

  function assign(principal: string | null) {
    const name = staff?.find((member) => member.principal === principal)?.name ?? user.name;
    assigning.mutate(
      { ...refOf(certificate), to: principal ? { principal, name } : null, me: user.id },
      { onError: (error) => notify("error", words(error)) },
    );
  }

  const { next, previous, go } = neighbours;
  const keys = {
    ...Object.fromEntries(ACTIONS.map((action) => [ruleOf(action).key, () => decision.choose(action)])),
    e: () => can.has("edit") && change("edit"),
    j: () => next && go(next),
    k: () => previous && go(previous),
    t: () => waiting && !own && assign(assignment && !taken ? null : user.id),
    v: () => accepted && show(),
    q: () => go(undefined),
  };
  const shortcuts = useShortcuts({ ...keys, "?": () => setHelping(true) });

  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={
          <span className="review-line">
            <StatusPill status={standing(certificate)} />
            <RouteLink href={`/console/learners/${certificate.learner_id}`}>{learner}</RouteLink>
          </span>
        }
        actions={
          <div className="review-actions">
            {neighbours.place && <span className="soft">{neighbours.place}</span>}
            <Button
              iconName="angle-left"
              ariaLabel={t("review.previous")}
              disabled={!previous}
              onClick={() => go(previous)}
            />
            <Button
              iconName="angle-right"
              ariaLabel={t("review.next")}
              disabled={!next}
              onClick={() => go(next)}
            />
            {waiting && !own && <Take assignment={assignment} onAssign={assign} />}
            <Button iconName="keyboard" ariaLabel={t("review.shortcuts")} onClick={() => setHelping(true)} />
          </div>
        }
      >
        {certificate.title}
      </Header>

      {conflict.words && (
        <Alert type="warning" header={t("review.conflictTitle")} dismissible onDismiss={conflict.dismiss}>
          {conflict.words}
        </Alert>
      )}
      {own && <Alert type="info">{t("review.own")}</Alert>}
      {waiting && taken && (
        <Alert type="info">
          {t("review.takenUntil", { name: taken.name, until: formatInstant(taken.until) })}{" "}
          {administrator ? t("review.takeOverHint") : t("review.takenHint")}
        </Alert>
      )}

      {/* Staff are asked here, who then edit it. */}
      {can.has("edit") && certificate.status === "changes_requested" && <Said certificate={certificate} />}
      {dispute && (
        <Dispute dispute={dispute} reader={user.id}>
          {administrator ? t("dispute.answersOfAdministrators") : t("dispute.answers")}
        </Dispute>
      )}

      <div className="review">
        <div className="review-data">
          <SpaceBetween size="m">
            <Duplicates certificate={certificate} />
            <Container
              header={
                can.size > 0 && (
                  <Header
                    variant="h2"
                    actions={
                      <SpaceBetween direction="horizontal" size="xs">
                        <Button onClick={() => change("withdraw")}>{t("certificate.withdraw")}</Button>
                        <Button
                          iconName="edit"
                          variant={waiting ? "normal" : "primary"}
                          nativeButtonAttributes={{ "aria-keyshortcuts": "e" }}
                          onClick={() => change("edit")}
                        >
                          {t("certificate.edit")}
                        </Button>
                      </SpaceBetween>
                    }
                  >
                    {t("review.entered.title")}
                  </Header>
                )
              }
            >
              <SpaceBetween size="m">
                <Claims certificate={certificate} types={types} beside={beside("credits")} />
                <CertificateDetails
                  certificate={certificate}
                  learner={learner}
                  {...(accepted && { beside })}
                />
              </SpaceBetween>
            </Container>
          </SpaceBetween>
        </div>
        <div className="review-document">
          {certificate.file ? (
            <Evidence file={certificate.file} pages={pages} lit={lit} onDownload={show} />
          ) : (
            <Container>{t("certificate.noFile")}</Container>
          )}
        </div>
        <div className="review-decision">
          <SpaceBetween size="m">
            {actions.length > 0 ? (
              <DecisionPanel actions={actions} certificate={certificate} decision={decision} />
            ) : (
              !own && !taken && <Box color="text-body-secondary">{nothingToDo(certificate)}</Box>
            )}
            <History certificate={certificate} open={!waiting} />
          </SpaceBetween>
        </div>
      </div>
      {helping && (
        <Shortcuts state={shortcuts} administrator={administrator} onClose={() => setHelping(false)} />
      )}
    </SpaceBetween>
  );
}

/** Whether a certificate states something that its document can be held against. */
function isStated({ issuer, certificate_number }: Certificate, field: ReadField): boolean {
  const optional: Partial<Record<ReadField, string | null>> = { issuer, certificate_number };
  return field in optional ? Boolean(optional[field]) : true;
}

/** Why there is nothing to decide. */
function nothingToDo({ status, entered_on_behalf }: Certificate): string | undefined {
  const own: Partial<Record<Status, string>> = textsOf("review.nothingToDo");
  const entered: typeof own = entered_on_behalf ? textsOf("review.entered.nothingToDo") : {};
  return entered[status] ?? own[status];
}

interface EvidenceProps {
  file: InspectedFile;
  pages: PagesState;
  lit: Lit | undefined;
  onDownload: () => void;
}

function Evidence({ file, pages, lit, onDownload }: EvidenceProps): ReactNode {
  switch (file.state) {
    case "waiting":
      return <Alert type="info">{t("review.fileNotReady")}</Alert>;
    case "rejected":
      return <Alert type="error">{refusedFile(file.reason) ?? file.explanation}</Alert>;
    case "accepted":
      return <Document pages={pages} name={file.name} lit={lit} onDownload={onDownload} />;
  }
}

/** What comes before and after a certificate in the queue, and going there. */
function useNeighbours(key: string) {
  const queue = useQueue();
  const navigate = useNavigate();
  const at = queue.items.findIndex((item) => keyOf(item) === key);
  useEffect(() => {
    if (at >= 0 && at === queue.items.length - 1 && queue.more && !queue.loading && !queue.error)
      queue.loadMore();
  }, [at, queue]);
  const go = (item: Queued | undefined) =>
    void navigate(`/console/queue${item ? `/${keyOf(item)}` : ""}${queue.search}`);
  return {
    listed: at >= 0,
    place:
      at >= 0
        ? t("review.position", { at: at + 1, all: `${queue.items.length}${queue.more ? "+" : ""}` })
        : undefined,
    previous: at > 0 ? queue.items[at - 1] : undefined,
    next: at >= 0 ? queue.items[at + 1] : undefined,
    go,
  };
}
