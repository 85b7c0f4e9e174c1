import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Refused, words } from "../api/errors";
import { staffCall } from "../api/staff";
import type { StaffCertificate } from "../api/types";
import { useCrumbs } from "../app/Shell";
import { useUser } from "../auth/useSession";
import { CertificateDetails, Claims } from "../shared/CertificateDetails";
import { Document } from "../shared/Document";
import { download } from "../shared/download";
import { formatInstant } from "../shared/format";
import { useNotify } from "../shared/notify";
import { Loading, LoadFailed, useTitle } from "../shared/Page";
import { RouteLink } from "../shared/RouteLink";
import { standing, StatusPill } from "../shared/StatusPill";
import { Timeline } from "../shared/Timeline";
import { useLoad } from "../shared/useLoad";
import { text } from "../text";
import { useAcademy } from "./academy";
import { DecisionPanel } from "./DecisionPanel";
import { useLearnerName } from "./people";
import { useQueue } from "./queueState";
import { Shortcuts, useShortcuts } from "./shortcuts";
import { type Action, type Form, formOf, gaps, questionsOf, verdictOf } from "./verdict";

const BASE = "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";
type Base = typeof BASE;

/** Duplicates that are shown at once, so that they do not push the certificate out of sight. */
const SHOWN = 3;

export default function Review() {
  const { learnerId, certificateId } = useParams();
  const { id: academy_id } = useAcademy();
  const path = { academy_id, learner_id: learnerId!, certificate_id: certificateId! };
  const loaded = useLoad((signal) => staffCall("get", BASE, { path, signal }), certificateId!);
  if (loaded.error !== undefined && !loaded.value) return <LoadFailed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading label={text.certificate.loading} />;
  // Another certificate starts with an empty form.
  return <Desk key={certificateId} certificate={loaded.value} path={path} reload={loaded.reload} />;
}

interface DeskProps {
  certificate: StaffCertificate;
  path: { academy_id: string; learner_id: string; certificate_id: string };
  reload: () => void;
}

function Desk({ certificate, path, reload }: DeskProps) {
  const { types, staff, administrator } = useAcademy();
  const user = useUser();
  const queue = useQueue();
  const navigate = useNavigate();
  const notify = useNotify();
  const learner = useLearnerName(certificate);
  const [action, setAction] = useState<Action>();
  const [form, setForm] = useState<Form>(() => formOf(certificate));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const [conflict, setConflict] = useState(false);
  const [busy, setBusy] = useState(false);
  const [all, setAll] = useState(false);
  const [helping, setHelping] = useState(false);
  const duplicates = useLoad((signal) => staffCall("get", `${BASE}/duplicates`, { path, signal }), `${certificate.id} ${certificate.version}`);
  useTitle(`${text.review.title}: ${certificate.title}`);
  useCrumbs([
    { text: text.queue.title, href: `/console/queue${queue.search}` },
    { text: certificate.title, href: "#" },
  ]);

  const at = queue.items.findIndex((item) => item.id === certificate.id);
  const before = at > 0 ? queue.items[at - 1] : undefined;
  const after = at >= 0 ? queue.items[at + 1] : undefined;
  useEffect(() => {
    if (at === queue.items.length - 1 && queue.more && !queue.loading) queue.loadMore();
  }, [at, queue]);

  const questions = questionsOf([certificate], types);
  const own = certificate.learner_id === user.id;
  const assignment =
    certificate.assignment && new Date(certificate.assignment.until) > new Date() ? certificate.assignment : undefined;
  const takenByOther = assignment && assignment.principal !== user.id;
  const waiting = certificate.status === "pending";
  const actions: Action[] = own
    ? []
    : waiting
      ? ["approve", "request_changes", "decline"]
      : administrator
        ? certificate.status === "approved"
          ? ["reopen", "revoke"]
          : certificate.status === "declined"
            ? ["reopen"]
            : []
        : [];
  const link = (inline: boolean) => staffCall("get", `${BASE}/file`, { path, query: { inline } });
  const show = () => void download(() => link(false)).catch((error: unknown) => notify("error", words(error)));
  const go = (item: typeof after) =>
    item
      ? void navigate(`/console/queue/${item.learner_id}/${item.id}${queue.search}`)
      : void navigate(`/console/queue${queue.search}`);

  function choose(chosen: Action) {
    if (!actions.includes(chosen)) return;
    setAction(chosen);
    setErrors({});
    setFailure(undefined);
  }

  async function decide() {
    if (!action || busy) return;
    const missing = gaps(action, certificate, form, questions);
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length) return;
    setBusy(true);
    try {
      await staffCall("post", `${BASE}/decisions`, {
        path,
        version: certificate.version,
        body: verdictOf(action, certificate, form, questions),
      });
      notify("success", text.review.done[action]!(certificate.title));
      if (waiting) {
        if (!after && !queue.more) notify("info", text.review.finished);
        queue.drop([certificate.id]);
        go(after);
      } else {
        queue.reload();
        setAction(undefined);
        setForm((typed) => ({ ...typed, comment: "" }));
        reload();
      }
    } catch (error) {
      const changed = error instanceof Refused && (error.status === 412 || error.code === "action-not-allowed");
      if (changed) {
        setConflict(true);
        setAction(undefined);
        queue.reload();
        reload();
      } else {
        if (error instanceof Refused) setErrors(error.fields);
        setFailure(error);
      }
    } finally {
      setBusy(false);
    }
  }

  async function assign(principal: string | null) {
    try {
      if (principal) {
        await staffCall("put", `${BASE}/assignment`, { path, body: principal === user.id ? {} : { principal } });
      } else {
        await staffCall("delete", `${BASE}/assignment`, { path });
      }
      reload();
      queue.reload();
    } catch (error) {
      notify("error", words(error));
    }
  }

  const shortcuts = useShortcuts({
    a: () => choose("approve"),
    c: () => choose("request_changes"),
    d: () => choose("decline"),
    j: () => after && go(after),
    k: () => before && go(before),
    t: () => void assign(assignment?.principal === user.id ? null : user.id),
    v: () => certificate.file?.state === "accepted" && show(),
    q: () => go(undefined),
    "?": () => setHelping(true),
  });

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
          <SpaceBetween direction="horizontal" size="xs">
            {at >= 0 && (
              <Box padding={{ top: "xxs" }} color="text-body-secondary">
                {text.review.position(at + 1, `${queue.items.length}${queue.more ? "+" : ""}`)}
              </Box>
            )}
            <Button iconName="angle-left" ariaLabel={text.review.previous} disabled={!before} onClick={() => go(before)} />
            <Button iconName="angle-right" ariaLabel={text.review.next} disabled={!after} onClick={() => go(after)} />
            {waiting && !own && (
              <Take
                mine={assignment?.principal === user.id}
                taken={Boolean(assignment)}
                people={administrator ? (staff ?? []) : []}
                me={user.id}
                onAssign={(principal) => void assign(principal)}
              />
            )}
            <Button iconName="keyboard" ariaLabel={text.review.shortcuts} onClick={() => setHelping(true)} />
          </SpaceBetween>
        }
      >
        {certificate.title}
      </Header>

      {conflict && (
        <Alert type="warning" header={text.review.conflictTitle} dismissible onDismiss={() => setConflict(false)}>
          {text.review.conflict(text.status[standing(certificate)])}
        </Alert>
      )}
      {own && <Alert type="info">{text.review.own}</Alert>}
      {takenByOther && (
        <Alert type="info">{text.review.takenUntil(assignment.name, formatInstant(assignment.until))}</Alert>
      )}

      <div className="review">
        <div className="review-data">
          <SpaceBetween size="m">
            {Boolean(duplicates.value?.items.length) && (
              <Alert type="warning" header={text.review.duplicates(duplicates.value!.items.length)}>
                <ul className="plain">
                  {duplicates.value!.items.slice(0, all ? undefined : SHOWN).map((found) => (
                    <li key={`${found.learner_id} ${found.certificate_id}`}>
                      <RouteLink href={`/console/queue/${found.learner_id}/${found.certificate_id}`}>{found.title}</RouteLink>{" "}
                      <StatusPill status={found.status} />
                      <div className="soft">
                        {found.why.map((why) => text.why[why]).join(", ")}
                        {found.learner_id !== certificate.learner_id && ` · ${text.review.anotherLearner}`}
                      </div>
                    </li>
                  ))}
                </ul>
                {!all && duplicates.value!.items.length > SHOWN && (
                  <Button variant="inline-link" onClick={() => setAll(true)}>
                    {text.review.showAll(duplicates.value!.items.length)}
                  </Button>
                )}
              </Alert>
            )}
            <Container>
              <SpaceBetween size="m">
                <Claims certificate={certificate} types={types} />
                <CertificateDetails certificate={certificate} />
              </SpaceBetween>
            </Container>
            {actions.length > 0 && (
              <DecisionPanel
                actions={actions}
                action={action}
                onChoose={choose}
                onClose={() => setAction(undefined)}
                certificate={certificate}
                questions={questions}
                form={form}
                onChange={(changed) => {
                  setForm(changed);
                  setErrors({});
                }}
                errors={errors}
                failure={failure}
                busy={busy}
                onDecide={() => void decide()}
              />
            )}
            <ExpandableSection variant="container" headerText={text.certificate.history} defaultExpanded={!waiting}>
              <SpaceBetween size="m">
                <Timeline events={certificate.events} reader={user.id} />
                {administrator && <Verify path={path} version={certificate.version} />}
              </SpaceBetween>
            </ExpandableSection>
          </SpaceBetween>
        </div>
        <div className="review-document">
          {!certificate.file ? (
            <Container>{text.certificate.noFile}</Container>
          ) : certificate.file.state === "accepted" ? (
            <Document id={certificate.file.upload_id} link={() => link(true)} onDownload={show} />
          ) : (
            <Alert type={certificate.file.state === "rejected" ? "error" : "info"}>
              {certificate.file.state === "rejected" ? certificate.file.explanation : text.review.fileNotReady}
            </Alert>
          )}
        </div>
      </div>
      {helping && <Shortcuts state={shortcuts} onClose={() => setHelping(false)} />}
    </SpaceBetween>
  );
}

interface TakeProps {
  mine: boolean;
  taken: boolean;
  people: { principal: string; name: string }[];
  me: string;
  onAssign: (principal: string | null) => void;
}

function Take({ mine, taken, people, me, onAssign }: TakeProps) {
  const others = people.filter((member) => member.principal !== me);
  const main = mine ? text.review.giveBack : text.review.take;
  if (!others.length) {
    return (
      <Button disabled={taken && !mine} onClick={() => onAssign(mine ? null : me)}>
        {main}
      </Button>
    );
  }
  return (
    <ButtonDropdown
      mainAction={{ text: main, onClick: () => onAssign(mine ? null : me) }}
      ariaLabel={text.review.giveTo}
      items={[
        { id: "", text: text.review.giveBack, disabled: !taken },
        {
          text: text.review.giveTo,
          items: others.map((member) => ({ id: member.principal, text: member.name })),
        },
      ]}
      onItemClick={({ detail }) => onAssign(detail.id || null)}
    />
  );
}

function Verify({ path, version }: { path: DeskProps["path"]; version: number }) {
  const [asked, setAsked] = useState(false);
  const key = asked ? `${path.certificate_id} ${version}` : "";
  const result = useLoad(
    async (signal) => (asked ? staffCall("get", `${BASE}/verification` as `${Base}/verification`, { path, signal }) : undefined),
    key,
  );
  if (!asked) return <Button onClick={() => setAsked(true)}>{text.review.verify}</Button>;
  if (result.error !== undefined) return <StatusIndicator type="error">{words(result.error)}</StatusIndicator>;
  if (!result.value) return <StatusIndicator type="in-progress">{text.common.loading}</StatusIndicator>;
  return result.value.intact ? (
    <StatusIndicator type="success">{text.review.intact}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">{text.review.broken(result.value.broken_at ?? undefined, result.value.why ?? "")}</StatusIndicator>
  );
}
