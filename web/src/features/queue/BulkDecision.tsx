import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { reasonOf, words } from "../../shared/problemWords";
import { useMutation } from "@tanstack/react-query";
import { decideOnMany, keyOf } from "../../api/queries/staff/reviews";
import type { Queued, Result } from "../../api/types";
import { useNotify } from "../../shared/notify";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { Checklist } from "../../shared/staff/Checklist";
import { type BulkAction, ruleOf } from "../../shared/staff/decisions";
import { useLearnerName } from "../../shared/staff/people";
import { ReasonChoice } from "../../shared/staff/ReasonChoice";
import { formOf, questionsOf, verdictOf } from "../../shared/staff/verdict";

interface Props {
  action: BulkAction;
  items: Queued[];
  /** Told the keys of what was decided. */
  onClose: (decided: string[]) => void;
}

/** The API takes so many at once. */
const MOST = 100;

export function BulkDecision({ action, items: chosen, onClose }: Props) {
  const items = chosen.slice(0, MOST);
  const { id: academy_id, types } = useAcademy();
  const notify = useNotify();
  const [reason, setReason] = useState("");
  const [comment, setComment] = useState("");
  const [yes, setYes] = useState<Record<string, boolean>>({});
  const [tried, setTried] = useState(false);
  const [results, setResults] = useState<Result[]>();
  const { mutate, error: failure, isPending: busy } = useMutation(decideOnMany(academy_id));

  const questions = action === "approve" ? questionsOf(items, types) : [];
  const unanswered = questions.some((question) => !yes[question.key]);
  const { needsReason } = ruleOf(action);
  const missingReason = needsReason && !reason;
  const missingComment = action !== "approve" && !comment.trim();

  function decide() {
    setTried(true);
    if (!unanswered && !missingReason && !missingComment) send(items, []);
  }

  /** Decides on some of the items, beside what is known of the others. */
  function send(some: Queued[], known: Result[]) {
    const decisions = some.map((item) => ({
      ...verdictOf(action, item, { ...formOf(item), reason, comment, yes }, questionsOf([item], types)),
      learner_id: item.learner_id,
      certificate_id: item.id,
      version: item.version,
    }));
    mutate(decisions, {
      onSuccess: ({ items: told }) => {
        const all = [...known, ...told];
        const done = decidedIn(all);
        if (done.length < items.length) return setResults(all);
        notify("success", t("queue.bulkDone", { done: done.length, all: items.length }));
        onClose(done);
      },
    });
  }

  if (results) {
    const open = results.filter(isOpen).map(keyOfResult);
    return (
      <Outcome
        items={items}
        results={results}
        failure={failure}
        busy={busy}
        onAgain={() =>
          send(
            items.filter((item) => open.includes(keyOf(item))),
            results.filter((result) => !isOpen(result)),
          )
        }
        onClose={() => onClose(decidedIn(results))}
      />
    );
  }
  const close = () => onClose([]);
  return (
    <Modal
      visible
      header={t(`queue.bulkTitle.${action}`, { count: items.length })}
      closeAriaLabel={t("common.close")}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" loading={busy} onClick={decide}>
              {t(`queue.bulkTitle.${action}`, { count: items.length })}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure && <Alert type="error">{words(failure)}</Alert>}
        {/* Long lists scroll here, by keyboard too, so that the form stays in reach. */}
        <div className="bulk-items" role="region" aria-label={t("queue.bulkItems")} tabIndex={0}>
          <ul className="plain">
            {items.map((item) => (
              <Item key={keyOf(item)} item={item} />
            ))}
          </ul>
        </div>
        {action === "approve" && <Box color="text-body-secondary">{t("queue.bulkApprove")}</Box>}
        {chosen.length > MOST && <Alert type="info">{t("queue.bulkMost", { most: MOST })}</Alert>}
        {questions.length > 0 && (
          <Checklist
            label={t("queue.bulkChecklist")}
            questions={questions}
            yes={yes}
            error={tried && unanswered ? t("review.answersNeeded") : undefined}
            onChange={setYes}
          />
        )}
        {needsReason && (
          <ReasonChoice
            action={action}
            value={reason}
            error={tried && missingReason ? t("review.reasonNeeded") : undefined}
            onChange={setReason}
          />
        )}
        <FormField
          label={t("review.comment")}
          constraintText={action === "approve" ? t("review.commentOptional") : t("queue.bulkComment")}
          errorText={tried && missingComment ? t("review.commentNeeded") : undefined}
          stretch
        >
          <Textarea value={comment} onChange={({ detail }) => setComment(detail.value)} rows={3} />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}

function Item({ item }: { item: Queued }) {
  return (
    <li>
      <b>{item.title}</b> <span className="soft">{useLearnerName(item)}</span>
    </li>
  );
}

const keyOfResult = (result: Result) =>
  keyOf({ learner_id: result.learner_id, id: result.certificate_id ?? "" });

const decidedIn = (results: Result[]) =>
  results.filter((result) => result.outcome === "done").map(keyOfResult);

/** Whether it is told by sending the item again, which decides on it once. */
const isOpen = (result: Result) => result.outcome === "not_tried" || result.outcome === "unclear";

interface OutcomeProps {
  items: Queued[];
  results: Result[];
  failure: Error | null;
  busy: boolean;
  onAgain: () => void;
  onClose: () => void;
}

/** What became of each, where not all could be decided. */
function Outcome({ items, results, failure, busy, onAgain, onClose }: OutcomeProps) {
  const refused = results.filter((result) => result.outcome !== "done");
  const open = results.filter(isOpen).length;
  return (
    <Modal
      visible
      header={t("queue.bulkDone", { done: results.length - refused.length, all: results.length })}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={open > 0 ? "link" : "primary"} onClick={onClose}>
              {t("common.close")}
            </Button>
            {open > 0 && (
              <Button variant="primary" loading={busy} onClick={onAgain}>
                {t("queue.bulkAgain", { count: open })}
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure && <Alert type="error">{words(failure)}</Alert>}
        <Box>{t("queue.bulkRefused", { count: refused.length })}</Box>
        <ul className="plain">
          {[...refused, ...results.filter((result) => result.outcome === "done")].map((result) => (
            <li key={`${result.learner_id} ${result.certificate_id}`} className="outcome">
              <b>{items.find((item) => keyOf(item) === keyOfResult(result))?.title}</b>
              {result.outcome === "done" ? (
                <StatusIndicator>{t("queue.bulkSaved")}</StatusIndicator>
              ) : (
                <StatusIndicator type="error">{result.problem && reasonOf(result.problem)}</StatusIndicator>
              )}
            </li>
          ))}
        </ul>
      </SpaceBetween>
    </Modal>
  );
}
