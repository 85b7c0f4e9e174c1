import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Keyboard, ListTodo, Pencil, RefreshCw } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { refOf } from "../../api/keys";
import {
  assign as assignOptions,
  keyOf,
  pagesOfReview,
  readReviewFile,
  reviewOptions,
} from "../../api/queries/staff/reviews";
import type { Certificate, InspectedFile, Place, ReadField, StaffCertificate, Status } from "../../api/types";
import { Refused } from "../../errors";
import { useUser } from "../../session/useSession";
import { Chain } from "../../shared/Chain";
import { Dispute } from "../../shared/Dispute";
import { Document, type Lit } from "../../shared/Document";
import { download } from "../../shared/download";
import { Found, findingOf } from "../../shared/Found";
import { openDispute } from "../../shared/history";
import { lookUp } from "../../shared/kinds";
import { isRenewable } from "../../shared/learnerActions";
import { toast } from "../../ui/toast";
import { LoadFailed, useTitle } from "../../shared/Page";
import { fieldsOf, words } from "../../api/problemWords";
import { Said } from "../../shared/Said";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { ACTIONS, actionsFor, ADJUST_KEY, ruleOf } from "../../shared/staff/decisions";
import { useEntries, useOutbox } from "../../shared/staff/deciding";
import { entryActions } from "../../shared/staff/entered";
import { useLease } from "../../shared/staff/lease";
import { type Entry, isOpen, isUndoable } from "../../shared/staff/outbox";
import { useLearnerName } from "../../shared/staff/people";
import { done, stands, Tray, useNow } from "../../shared/staff/Tray";
import { useUndo } from "../../shared/staff/useUndo";
import { standing, StatusPill } from "../../shared/StatusPill";
import { type PagesState, usePages } from "../../shared/usePages";
import { refusedFile } from "../../api/wrongFields";
import { t, textsOf } from "../../text";
import { formatInstant } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { IconButton } from "../../ui/IconButton";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { DecisionBar } from "./DecisionBar";
import { Duplicates } from "./Duplicates";
import { Claims, Facts } from "./Facts";
import { History } from "./History";
import { Precedents } from "./Precedents";
import { Shortcuts, useShortcuts } from "./shortcuts";
import { Standing, useEffects } from "./Standing";
import { Take } from "./Take";
import { type Decision, useDecision } from "./useDecision";
import { useNeighbours } from "./useNeighbours";
import css from "./Workbench.module.css";

// Only of learners who hold a credential.
const CredentialEffects = lazy(() => import("./CredentialEffects"));

/** One certificate of the queue: its document, what was stated, and the decision on it. */
export default function Workbench() {
  const { learnerId, certificateId } = useParams();
  const { id: academy } = useAcademy();
  const which = { learner_id: learnerId!, id: certificateId! };
  const { data, error, refetch } = useQuery(reviewOptions(academy, which));
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton shape="card" height={600} />;
  // Another certificate starts with a form of its own.
  return <Bench key={keyOf(which)} certificate={data} />;
}

function Bench({ certificate }: { certificate: StaffCertificate }) {
  const { id: academy, types, administrator } = useAcademy();
  const staff = useStaff();
  const user = useUser();
  const outbox = useOutbox();
  const takeBack = useUndo();
  const entries = useEntries();
  const learner = useLearnerName(certificate);
  const assigning = useMutation(assignOptions(academy));
  const which = refOf(certificate);
  const neighbours = useNeighbours(which);
  const { next, previous, go } = neighbours;
  const [helping, setHelping] = useState(false);
  const navigate = useNavigate();
  const [lit, setLit] = useState<Lit>();
  const bench = useRoom();
  useTitle(`${t("review.title")}: ${certificate.title}`);

  const waiting = certificate.status === "pending";
  const own = certificate.learner_id === user.id;
  const assignment = useLease(certificate.assignment);
  const taken = assignment && assignment.principal !== user.id ? assignment : undefined;
  const entry = entries.findLast((one) => isAbout(one, certificate));
  const decided = entry && entry.version >= certificate.version && isOpen(entry) ? entry : undefined;
  const refused = entry?.stage.kind === "refused" ? entry : undefined;
  const actions = own || taken || decided ? [] : actionsFor(certificate, administrator);
  const can = entryActions(own || taken || decided ? undefined : certificate);
  const dispute = openDispute(certificate);

  const accepted = certificate.file?.state === "accepted";
  const pages = usePages(
    accepted ? { certificate: which, version: certificate.version } : undefined,
    (signal) => pagesOfReview(academy, which, signal),
  );
  const found = pages.kind === "shown" ? pages.rendition.found : undefined;
  const show = (places: readonly Place[]) => setLit({ places, reveal: true });
  const beside = (field: ReadField) => {
    const finding = findingOf(found, field);
    // Nothing was looked for where nothing was stated; of a picture nothing was read.
    if (!finding || (finding.outcome === "unread" && !isStated(certificate, field))) return null;
    return (
      <div key={field}>
        <Found finding={finding} onShow={show} />
      </div>
    );
  };
  const save = () =>
    void download(() => readReviewFile(academy, certificate)).catch((error: unknown) =>
      toast.error(words(error)),
    );

  const decision = useDecision({ certificate, actions, onDecided: goOn });
  const { effectsOf, holdings } = useEffects(academy, certificate, decision.form);
  useGivenBack(refused, certificate.version, decision);

  const change = (how: "edit" | "withdraw") =>
    void navigate(`/console/queue/${keyOf(which)}/${how}${neighbours.search}`);

  // What comes next may be known only when more of the queue has come.
  const [leaving, setLeaving] = useState(false);
  const isLast = !neighbours.loading && (!neighbours.more || neighbours.failed);
  useLayoutEffect(() => {
    if (!leaving || !(next || isLast)) return;
    setLeaving(false);
    if (!next && !neighbours.failed) toast.success(t("review.finished"));
    go(next);
  }, [leaving, next, isLast, neighbours.failed, go]);

  /** Go on to the next one where this has left the queue. */
  function goOn() {
    setLeaving(waiting && (neighbours.listed || neighbours.loading));
  }

  function undo(entry: Entry) {
    const undone = takeBack(entry);
    if (!undone) return;
    setLeaving(false);
    if (isAbout(undone, certificate)) decision.takeUp(undone.verdict.action, undone.form);
    else go({ learner_id: undone.learner_id, id: undone.certificate_id });
  }
  const last = entries.findLast(isUndoable);

  function assign(principal: string | null) {
    const name = staff?.find((member) => member.principal === principal)?.name ?? user.name;
    assigning.mutate(
      { ...which, me: user.id, to: principal === null ? null : { principal, name } },
      { onError: (error) => toast.error(words(error)) },
    );
  }

  /** What is said of it is what follows. */
  function chooseReason(number: number) {
    if (decision.chooseReason(number)) bench.current?.querySelector<HTMLElement>("form textarea")?.focus();
  }
  const forward = () => next && go(next);
  const back = () => previous && go(previous);
  const keys: Record<string, () => unknown> = {
    ...Object.fromEntries(ACTIONS.map((action) => [ruleOf(action).key, () => decision.choose(action)])),
    ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at + 1}`, () => chooseReason(at + 1)])),
    [ADJUST_KEY]: () => decision.choose("approve", true),
    e: () => can.has("edit") && change("edit"),
    j: forward,
    k: back,
    ArrowRight: forward,
    ArrowLeft: back,
    t: () => waiting && !own && assign(assignment && !taken ? null : user.id),
    u: () => last && undo(last),
    v: () => accepted && save(),
    q: () => go(undefined),
  };
  const shortcuts = useShortcuts({ ...keys, "?": () => setHelping(true) });
  return (
    <div ref={bench} className={css.bench}>
      <div className={css.strip}>
        <Row gap={1} wrap={false}>
          <span className={css.toQueue}>
            <ButtonLink
              to={`/console/queue${neighbours.search}`}
              size="small"
              variant="quiet"
              icon={ListTodo}
            >
              {t("review.toQueue")}
            </ButtonLink>
          </span>
          <IconButton
            icon={ChevronLeft}
            directed
            size="small"
            label={t("review.previous")}
            disabled={!previous}
            onPress={back}
          />
          {neighbours.place && (
            <span className={css.place}>
              {t("review.position", {
                at: neighbours.place.at,
                all: `${neighbours.place.all}${neighbours.more ? "+" : ""}`,
              })}
            </span>
          )}
          <IconButton
            icon={ChevronRight}
            directed
            size="small"
            label={t("review.next")}
            disabled={!next}
            onPress={forward}
          />
        </Row>
        <Tray
          entries={entries}
          addressOf={(one) => `/console/queue/${one.learner_id}/${one.certificate_id}${neighbours.search}`}
          onUndo={undo}
          onDismiss={(one) => outbox.dismiss(one.id)}
          shortcut="u"
        />
        <Row gap={1} wrap={false}>
          {waiting && !own && <Take assignment={assignment} onAssign={assign} />}
          <IconButton
            icon={Keyboard}
            size="small"
            label={t("review.shortcuts")}
            onPress={() => setHelping(true)}
          />
        </Row>
      </div>

      <div className={css.document}>
        {certificate.file ? (
          <Evidence file={certificate.file} pages={pages} lit={lit} onDownload={save} />
        ) : (
          <div className={css.nothing}>{t("certificate.noFile")}</div>
        )}
      </div>

      <div className={css.facts} role="region" aria-label={t("review.facts")} tabIndex={0}>
        <header className={css.head}>
          <h1>{certificate.title}</h1>
          <Row gap={2}>
            <StatusPill status={standing(certificate)} />
            <span className={css.soft}>{learner}</span>
          </Row>
        </header>
        <Stack gap={4}>
          {refused && (
            <CameBack entry={refused} now={certificate} onDismiss={() => outbox.dismiss(refused.id)} />
          )}
          {own && <Notice kind="info">{t("review.own")}</Notice>}
          {waiting && taken && (
            <Notice kind="info">
              {t("review.takenUntil", { name: taken.name, until: formatInstant(taken.until) })}{" "}
              {administrator ? t("review.takeOverHint") : t("review.takenHint")}
            </Notice>
          )}
          {waiting && assignment && !taken && (
            <Notice kind="info">{t("review.takenByYou", { until: formatInstant(assignment.until) })}</Notice>
          )}
          {/* Staff are asked here, who then edit it. */}
          {can.has("edit") && certificate.status === "changes_requested" && (
            <Said certificate={certificate} />
          )}
          {dispute && (
            <Dispute dispute={dispute} reader={user.id}>
              {administrator ? t("dispute.answersOfAdministrators") : t("dispute.answers")}
            </Dispute>
          )}
          {can.size > 0 && (
            <Row gap={2} justify="between">
              <span className={css.soft}>{t("review.entered.title")}</span>
              <Row gap={2}>
                <Button size="small" variant="quiet" onPress={() => change("withdraw")}>
                  {t("certificate.withdraw")}
                </Button>
                <Button size="small" icon={Pencil} shortcut="e" onPress={() => change("edit")}>
                  {t("certificate.edit")}
                </Button>
              </Row>
            </Row>
          )}
          <Chain
            certificate={certificate}
            href={(id) => `/console/queue/${keyOf({ ...which, id })}${neighbours.search}`}
          />
          {!own && isRenewable(certificate) && (
            <Row justify="end">
              <ButtonLink size="small" icon={RefreshCw} to={`/console/queue/${keyOf(which)}/renew`}>
                {t("renewal.renew")}
              </ButtonLink>
            </Row>
          )}
          <Duplicates certificate={certificate} />
          <Claims
            certificate={certificate}
            beside={beside("credits")}
            labels={pages.kind === "shown" ? pages.rendition.found_labels : undefined}
            onShow={show}
            standing={(claim) => {
              const effects = effectsOf(claim.credit_type);
              const type = types.get(claim.credit_type);
              return effects.length > 0 && <Standing claim={claim} type={type} effects={effects} />;
            }}
          />
          {holdings.length > 0 && (
            <Suspense>
              <CredentialEffects holdings={holdings} />
            </Suspense>
          )}
          <Facts certificate={certificate} learner={learner} beside={accepted ? beside : () => null} />
          <Precedents certificate={certificate} />
          <History certificate={certificate} />
        </Stack>
      </div>

      <section className={css.decision} aria-label={t("review.decision")}>
        {decided ? (
          <DecidedHere entry={decided} onUndo={() => undo(decided)} />
        ) : actions.length > 0 ? (
          <DecisionBar actions={actions} certificate={certificate} decision={decision} />
        ) : (
          <p className={css.idle}>
            {own ? t("review.own") : taken ? t("review.takenShort") : nothingToDo(certificate)}
          </p>
        )}
      </section>
      {helping && (
        <Shortcuts
          state={shortcuts}
          actions={ACTIONS.filter((action) => administrator || !ruleOf(action).administratorsOnly)}
          onClose={() => setHelping(false)}
        />
      )}
    </div>
  );
}

const isAbout = (entry: Entry, { learner_id, id }: Pick<Certificate, "learner_id" | "id">) =>
  entry.learner_id === learner_id && entry.certificate_id === id;

/** As tall as what stands around it leaves room for: nothing of it is below the fold. */
function useRoom() {
  const bench = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const measure = () => {
      const here = bench.current;
      const main = here?.closest("main");
      if (!here || !main) return;
      const above = here.getBoundingClientRect().top + scrollY;
      const below = parseFloat(getComputedStyle(main).paddingBlockEnd) || 0;
      here.style.setProperty("--around", `${Math.ceil(above + below)}px`);
    };
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return bench;
}

/** What was filled in stands there again, and what the API found wrong at its field. */
function useGivenBack(refused: Entry | undefined, version: number, { takeUp, mark }: Decision) {
  const latest = useRef({ refused, version, takeUp, mark });
  useEffect(() => {
    latest.current = { refused, version, takeUp, mark };
  });
  const { stage } = refused ?? {};
  const why = stage?.kind === "refused" ? stage.why : undefined;
  useEffect(() => {
    const { refused: entry, version: now, ...decision } = latest.current;
    const wrong = why ? fieldsOf(new Refused(why.status, why.problem)) : {};
    // Of what is decided or changed meanwhile something else may be right.
    if (!entry || entry.version !== now || Object.keys(wrong).length === 0) return;
    decision.takeUp(entry.verdict.action, entry.form);
    decision.mark(wrong);
  }, [why]);
}

interface CameBackProps {
  entry: Entry;
  now: StaffCertificate;
  onDismiss: () => void;
}

/** Why a decision was not taken, and what happened meanwhile; what was written is still there. */
function CameBack({ entry, now, onDismiss }: CameBackProps) {
  const isOvertaken = now.version !== entry.version;
  const by = now.events.at(-1)?.actor.name ?? "";
  const why = entry.stage.kind === "refused" ? entry.stage.why : undefined;
  return (
    <Notice
      kind="warning"
      announced
      title={isOvertaken ? t("review.conflictTitle") : t("review.tray.refused", { title: entry.title })}
      onDismiss={onDismiss}
    >
      {isOvertaken
        ? now.status === "pending"
          ? t("review.conflictPending", { known: Boolean(by), by })
          : t("review.conflictDecided", {
              known: Boolean(by),
              by,
              status: t(`status.${now.status}`),
            })
        : why && words(new Refused(why.status, why.problem))}
    </Notice>
  );
}

/** It was decided here, and can still be undone. */
function DecidedHere({ entry, onUndo }: { entry: Entry; onUndo: () => void }) {
  const now = useNow(isUndoable(entry));
  return (
    <Row justify="between" gap={3}>
      <span>
        {done(entry)} <span className={css.soft}>{stands(entry, now)}</span>
      </span>
      {isUndoable(entry) && (
        <Button shortcut="u" onPress={onUndo}>
          {t("review.tray.undo")}
        </Button>
      )}
    </Row>
  );
}

/** Whether a certificate states something that its document can be held against. */
function isStated({ issuer, certificate_number }: Certificate, field: ReadField): boolean {
  const optional: Partial<Record<ReadField, string | null>> = { issuer, certificate_number };
  return field in optional ? Boolean(optional[field]) : true;
}

/** Why there is nothing to decide. */
function nothingToDo({ status, entered_on_behalf }: Certificate): string | undefined {
  const entered: Partial<Record<Status, string>> = entered_on_behalf
    ? textsOf("review.entered.nothingToDo")
    : {};
  return entered[status] ?? lookUp(textsOf("review.nothingToDo"), status as never);
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
      return <Notice kind="info">{t("review.fileNotReady")}</Notice>;
    case "rejected":
      return <Notice kind="error">{refusedFile(file.reason) ?? file.explanation}</Notice>;
    case "accepted":
      return <Document pages={pages} name={file.name} lit={lit} fill onDownload={onDownload} />;
  }
}
