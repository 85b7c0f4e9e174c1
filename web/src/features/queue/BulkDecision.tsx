import { useMutation } from "@tanstack/react-query";
import { Check, CircleAlert, Clock } from "lucide-react";
import { useId, useState } from "react";
import { decideOnMany, keyOf } from "../../api/queries/staff/reviews";
import type { BulkDecisions, Queued, Result } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { useApiForm } from "../../form/useApiForm";
import { useUser } from "../../session/useSession";
import { reasonOf } from "../../api/problemWords";
import { useAcademy } from "../../shared/staff/academy";
import { Checklist } from "../../shared/staff/Checklist";
import { useDecided } from "../../shared/staff/deciding";
import { type BulkAction, ruleOf } from "../../shared/staff/decisions";
import { useLearnerName } from "../../shared/staff/people";
import { ReasonChoice } from "../../shared/staff/ReasonChoice";
import { formOf, questionsOf, verdictOf } from "../../shared/staff/verdict";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Icon } from "../../ui/Icon";
import { Notice } from "../../ui/Notice";
import { ProgressBar } from "../../ui/ProgressBar";
import { TextArea } from "../../ui/TextArea";
import { toast } from "../../ui/toast";
import { barOf } from "./bulk";
import css from "./BulkDecision.module.css";

interface Props {
  action: BulkAction;
  items: readonly Queued[];
  /** Told the keys of what was decided. */
  onClose: (decided: string[]) => void;
}

interface Values {
  reason: string;
  comment: string;
  /** Questions answered with yes. */
  answers: Record<string, boolean>;
}
const EMPTY: Values = { reason: "", comment: "", answers: {} };

type DecisionItem = BulkDecisions["items"][number];

/** One decision on many: what it takes in, what goes with it, and what became of each. */
export function BulkDecision({ action, items, onClose }: Props) {
  const { id: academy, types } = useAcademy();
  const { id: me } = useUser();
  const isDecided = useDecided();
  // As it was when the dialog opened: what is decided from here on leaves nothing out.
  const [{ taken, barred }] = useState(() => {
    const judged = items.map((item) => ({ item, why: barOf(item, action, { me, isDecided }) }));
    return {
      taken: judged.flatMap(({ item, why }) => (why ? [] : [item])),
      barred: judged.flatMap(({ item, why }) => (why ? [{ item, why }] : [])),
    };
  });
  const questions = action === "approve" ? questionsOf(taken, types) : [];
  const { needsReason } = ruleOf(action);
  const [sent, setSent] = useState<DecisionItem[]>();
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const know = (told: readonly Result[]) =>
    setResults((before) => new Map([...before, ...told.map((one) => [keyOfResult(one), one] as const)]));
  const { mutateAsync, isPending } = useMutation(decideOnMany(academy, know));

  const form = useApiForm({
    of: "Verdict",
    defaults: EMPTY,
    required: needsReason ? ["comment", "reason"] : [],
    check: ({ answers }) => ({
      answers: questions.some(({ key }) => !answers[key])
        ? { code: "missing" as const, values: {} }
        : undefined,
    }),
    send: ({ reason, comment, answers: yes }) => {
      const decisions = taken.map((item) => ({
        ...verdictOf(action, item, { ...formOf(item), reason, comment, yes }, questionsOf([item], types)),
        learner_id: item.learner_id,
        certificate_id: item.id,
        version: item.version,
      }));
      return decide(decisions);
    },
  });

  async function decide(decisions: DecisionItem[]) {
    setSent((before) => before ?? decisions);
    try {
      const { items: told } = await mutateAsync(decisions);
      know(told);
      const done = told.filter(({ outcome }) => outcome === "done").length;
      if (done === taken.length) {
        toast.success(t("queue.bulkDone", { done, all: done }));
        onClose(told.map(keyOfResult));
      }
    } catch (error) {
      // Nothing is known of any of them: the form says why, and it is sent from there again.
      if (!results.size) setSent(undefined);
      throw error;
    }
  }

  const title = t(`queue.bulkTitle.${action}`, { count: taken.length });
  if (sent) {
    const open = sent.filter((one) => {
      const result = results.get(keyOfItem(one));
      return !result || isOpen(result);
    });
    return (
      <Report
        title={title}
        items={taken}
        results={results}
        busy={isPending}
        open={open.length}
        onAgain={() => void decide(open).catch(() => undefined)}
        onClose={() => onClose([...results.values()].filter(isDone).map(keyOfResult))}
      />
    );
  }
  const close = () => onClose([]);
  return (
    <Dialog
      open
      size="large"
      title={title}
      {...(action === "approve" && { lead: t("queue.bulkApprove") })}
      onCloseRequest={close}
      footer={
        <>
          <Button onPress={close}>{t("common.cancel")}</Button>
          {taken.length > 0 && (
            <Button
              variant={action === "decline" ? "danger" : "primary"}
              busy={form.busy}
              onPress={() => form.submit()}
            >
              {title}
            </Button>
          )}
        </>
      }
    >
      <div className={css.body}>
        {taken.length > 0 && <Names label={t("queue.bulkItems")} items={taken} />}
        {barred.length > 0 && (
          <Notice kind="warning" title={t("queue.barred.title", { count: barred.length })}>
            <ul className={css.barred}>
              {barred.map(({ item, why }) => (
                <li key={keyOf(item)}>
                  <b>{item.title}</b>: {why}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {taken.length > 0 && (
          <Form form={form} className={css.form}>
            {questions.length > 0 && (
              <FormField form={form} name="answers">
                {({ value, onChange, error }) => (
                  <Checklist
                    label={t("queue.bulkChecklist")}
                    questions={questions}
                    yes={value}
                    error={error && t("review.answersNeeded")}
                    onChange={onChange}
                  />
                )}
              </FormField>
            )}
            {needsReason && (
              <FormField form={form} name="reason">
                {({ value, onChange, error }) => (
                  <ReasonChoice
                    action={action}
                    value={value}
                    error={error && t("review.reasonNeeded")}
                    onChange={onChange}
                  />
                )}
              </FormField>
            )}
            <FormField form={form} name="comment">
              {(field, { maxLength }) => (
                <TextArea
                  {...field}
                  label={t("review.comment")}
                  hint={action === "approve" ? t("review.commentOptional") : t("queue.bulkComment")}
                  {...(maxLength !== undefined && { limit: maxLength })}
                />
              )}
            </FormField>
          </Form>
        )}
      </div>
    </Dialog>
  );
}

const keyOfItem = ({ learner_id, certificate_id: id }: Pick<DecisionItem, "learner_id" | "certificate_id">) =>
  keyOf({ learner_id, id });
const keyOfResult = ({ learner_id, certificate_id }: Result) =>
  keyOf({ learner_id, id: certificate_id ?? "" });

const isDone = ({ outcome }: Result) => outcome === "done";
/** Whether it is told by sending the item again, which decides on it once. */
const isOpen = ({ outcome }: Result) => outcome === "not_tried" || outcome === "unclear";

/** What it decides on, by name. Long lists scroll here, so that the form stays in reach. */
function Names({ label, items }: { label: string; items: readonly Queued[] }) {
  const id = useId();
  return (
    <div>
      <h3 id={id} className={css.heading}>
        {label}
      </h3>
      <ul className={css.names} aria-labelledby={id} tabIndex={0}>
        {items.map((item) => (
          <li key={keyOf(item)}>
            <Name item={item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Name({ item }: { item: Queued }) {
  return (
    <span className={css.name}>
      <b>{item.title}</b> <span className={css.soft}>{useLearnerName(item)}</span>
    </span>
  );
}

interface ReportProps {
  title: string;
  items: readonly Queued[];
  results: ReadonlyMap<string, Result>;
  busy: boolean;
  /** How many are told by sending them again. */
  open: number;
  onAgain: () => void;
  onClose: () => void;
}

/** What became of each, while it is decided on and after. */
function Report({ title, items, results, busy, open, onAgain, onClose }: ReportProps) {
  const all = items.length;
  const done = [...results.values()].filter(isDone).length;
  const refused = [...results.values()].filter((result) => !isDone(result)).length;
  const said = t("queue.bulkDone", { done, all });
  // What needs somebody stands first, once nothing moves any more.
  const rank = (item: Queued) => (results.get(keyOf(item))?.outcome === "done" ? 1 : 0);
  const listed = busy ? items : items.toSorted((one, other) => rank(one) - rank(other));
  return (
    <Dialog
      open
      size="large"
      binding={busy}
      title={busy ? title : said}
      onCloseRequest={onClose}
      footer={
        !busy && (
          <>
            <Button {...(open === 0 && { variant: "primary" as const })} onPress={onClose}>
              {t("common.close")}
            </Button>
            {open > 0 && (
              <Button variant="primary" onPress={onAgain}>
                {t("queue.bulkAgain", { count: open })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={css.body}>
        {busy ? (
          <ProgressBar
            label={t("queue.bulkProgress")}
            value={results.size}
            max={all}
            text={t("common.of", { part: `${results.size}`, whole: `${all}` })}
          />
        ) : (
          <p role="status" className={css.said}>
            {t("queue.bulkRefused", { count: refused })}
          </p>
        )}
        <ul className={css.names} aria-label={t("queue.bulkItems")} tabIndex={0}>
          {listed.map((item) => (
            <li key={keyOf(item)} className={css.outcome}>
              <Name item={item} />
              <Outcome result={results.get(keyOf(item))} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Outcome({ result }: { result: Result | undefined }) {
  if (!result) {
    return (
      <span className={css.soft}>
        <Icon of={Clock} size={14} /> {t("queue.bulkWaits")}
      </span>
    );
  }
  switch (result.outcome) {
    case "done":
      return (
        <span className={css.done}>
          <Icon of={Check} size={14} /> {t("queue.bulkSaved")}
        </span>
      );
    case "refused":
    case "not_tried":
    case "unclear":
      return (
        <span className={css.refused}>
          <Icon of={CircleAlert} size={14} />{" "}
          {result.problem ? reasonOf(result.problem) : t(`queue.bulkOpen.${result.outcome}`)}
        </span>
      );
  }
}
