import { Fragment, type KeyboardEvent, type SubmitEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { Certificate } from "../../api/types";
import { DayField } from "../../shared/DayField";
import { LabelFields } from "../../shared/LabelFields";
import { lineName } from "../../shared/lineLabels";
import { useAcademy } from "../../shared/staff/academy";
import { Checklist } from "../../shared/staff/Checklist";
import { ADJUST_KEY, type Action, ruleOf } from "../../shared/staff/decisions";
import { ReasonChoice } from "../../shared/staff/ReasonChoice";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";
import { adjusted, corrected, type Form, takenAway } from "../../shared/staff/verdict";
import { dayOf } from "../../shared/typedDay";
import { t } from "../../text";
import { formatAmount, today } from "../../text/format";
import { Button } from "../../ui/Button";
import { Grid, Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import css from "./DecisionBar.module.css";
import type { Decision } from "./useDecision";

interface Props {
  actions: Action[];
  certificate: Certificate;
  decision: Decision;
}

/** What can be decided, and what is filled in for it; always in sight. */
export function DecisionBar({ actions, certificate, decision }: Props) {
  const { action, chosen, adjusting, errors, choose, close, decide } = decision;
  const bar = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, errors);

  // Whoever chose by keyboard goes on by keyboard, and comes back to where the choice was. The next key
  // may come before the choice was painted.
  const before = useRef(action);
  useLayoutEffect(() => {
    if (action) first(form.current)?.focus();
    else if (before.current) keyed(bar.current, ruleOf(before.current).key)?.focus();
    before.current = action;
  }, [action, chosen, adjusting]);
  // What was begun before is gone on with where the page has just been come to.
  useEffect(() => {
    if (before.current) first(form.current)?.focus();
  }, []);

  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && action) close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // Wherever the focus is: a button would be pressed by it, too.
      event.preventDefault();
      event.stopPropagation();
      decide();
    }
  }
  function submit(event: SubmitEvent) {
    event.preventDefault();
    decide();
  }

  return (
    <div ref={bar} className={css.bar} onKeyDownCapture={press}>
      <div className={css.actions} role="group" aria-label={t("review.decision")}>
        {actions.map((offered) => (
          <Fragment key={offered}>
            <Button
              variant={offered === "approve" && !action ? "primary" : "secondary"}
              shortcut={ruleOf(offered).key}
              aria-expanded={action === offered && !(offered === "approve" && adjusting)}
              onPress={() => choose(offered)}
            >
              {t(`review.action.${offered}`)}
            </Button>
            {offered === "approve" && (
              <Button
                shortcut={ADJUST_KEY}
                aria-expanded={action === "approve" && adjusting}
                onPress={() => choose("approve", true)}
              >
                {t("review.adjust")}
              </Button>
            )}
          </Fragment>
        ))}
      </div>
      {action && (
        <form ref={form} className={css.form} onSubmit={submit} noValidate>
          <div className={css.fields}>
            <Stack gap={4}>
              {action === "approve" && <Approval certificate={certificate} decision={decision} />}
              {ruleOf(action).needsReason && (
                <ReasonChoice
                  action={action}
                  value={decision.form.reason}
                  error={errors["reason"]}
                  numbered
                  onChange={(reason) => {
                    decision.change({ reason });
                  }}
                />
              )}
              <Comment action={action} decision={decision} />
            </Stack>
          </div>
          <Row justify="between" gap={2}>
            <span className={css.hint}>{t("review.sendKey")}</span>
            <Row gap={2}>
              <Button variant="quiet" shortcut="Esc" onPress={close}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" variant="primary" shortcut="↵">
                {t(`review.confirm.${action}`)}
              </Button>
            </Row>
          </Row>
        </form>
      )}
    </div>
  );
}

/** What is to be filled in first; nothing of a plain approval, which Enter confirms. */
function first(form: HTMLElement | null): HTMLElement | null | undefined {
  return (
    form?.querySelector<HTMLElement>("[data-first] :is(input:checked, input, textarea)") ??
    form?.querySelector<HTMLElement>(
      ":is(input[type=radio]:checked, input[type=radio], input[type=checkbox])",
    ) ??
    form?.querySelector<HTMLElement>("button[type=submit]")
  );
}

const keyed = (bar: HTMLElement | null, key: string) =>
  bar?.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}"]`);

function Comment({ action, decision }: { action: Action; decision: Decision }) {
  const { form, errors, change } = decision;
  const isNeeded = action !== "approve";
  return (
    <div data-first={!ruleOf(action).needsReason && isNeeded ? true : undefined} data-comment>
      <TextArea
        label={t("review.comment")}
        hint={isNeeded ? t("review.commentHint") : t("review.commentOptional")}
        required={isNeeded}
        error={errors["comment"]}
        rows={2}
        limit={MOST_LETTERS}
        value={form.comment}
        onChange={(comment) => change({ comment })}
      />
    </div>
  );
}

/** What the API takes. */
const MOST_LETTERS = 2000;

/** What an approval can bring along: the checklist, other credits, corrections. */
function Approval({ certificate, decision }: { certificate: Certificate; decision: Decision }) {
  const { form, errors, questions, adjusting, change } = decision;
  return (
    <>
      {questions.length > 0 && (
        <Checklist
          label={t("review.checklist")}
          questions={questions}
          yes={form.yes}
          error={errors["answers"]}
          onChange={(yes) => change({ yes })}
        />
      )}
      {adjusting && (
        <>
          <Awards certificate={certificate} decision={decision} />
          <Corrections form={form} change={change} errors={errors} />
          <Relabelling certificate={certificate} decision={decision} />
          <TakenAway certificate={certificate} form={form} />
        </>
      )}
    </>
  );
}

function Awards({ certificate, decision }: { certificate: Certificate; decision: Decision }) {
  const { form, errors, change } = decision;
  const { types } = useAcademy();
  // The API counts the lines that were sent, which are the adjusted ones alone.
  const sent = adjusted(certificate, form).map(({ line }) => line);
  const error = (place: number) => {
    const line = `awarded.${sent.indexOf(place)}`;
    return (
      errors[`${line}.credits`] ?? errors[`${line}.credit_type`] ?? errors[`${line}.line`] ?? errors[line]
    );
  };
  return (
    <div data-first>
      <Grid min={170} gap={3}>
        {certificate.claims.map((claim, place) => {
          const type = types.get(claim.credit_type);
          return (
            <TextField
              key={place}
              label={t("review.award", { name: lineName(claim, type) })}
              note={t("review.claimed", { amount: formatAmount(claim.claimed) })}
              error={error(place)}
              inputMode="decimal"
              figures
              end={type?.unit}
              value={form.awarded[place] ?? ""}
              onChange={(typed) => change({ awarded: { ...form.awarded, [place]: typed } })}
            />
          );
        })}
      </Grid>
    </div>
  );
}

function Corrections({ form, change, errors }: Pick<Decision, "form" | "change" | "errors">) {
  const { corrections } = form;
  const correct = (part: Partial<Form["corrections"]>) =>
    change({ corrections: { ...corrections, ...part } });
  const error = (field: keyof Form["corrections"]) => errors[`corrections.${field}`];
  return (
    <fieldset className={css.corrections}>
      <legend>{t("review.corrections")}</legend>
      <Grid min={200} gap={3}>
        <TextField
          label={t("fields.title")}
          error={error("title")}
          value={corrections.title}
          onChange={(title) => correct({ title })}
        />
        <TextField
          label={t("fields.issuer")}
          error={error("issuer")}
          value={corrections.issuer}
          onChange={(issuer) => correct({ issuer })}
        />
        <DayField
          label={t("fields.earnedOn")}
          name="correct_earned_on"
          value={corrections.earned_on}
          onChange={(earned_on) => correct({ earned_on })}
          error={error("earned_on")}
          latest={today()}
        />
        <DayField
          label={t("fields.expiresOn")}
          name="correct_expires_on"
          value={corrections.expires_on}
          onChange={(expires_on) => correct({ expires_on })}
          error={error("expires_on")}
          after={dayOf(corrections.earned_on)}
        />
      </Grid>
    </fieldset>
  );
}

/** What lines should say of themselves. */
function Relabelling({ certificate, decision }: { certificate: Certificate; decision: Decision }) {
  const { form, errors, change } = decision;
  const { types } = useAcademy();
  const sent = corrected(certificate, form).labels.map(({ line }) => line);
  return certificate.claims.map((claim, place) => {
    const type = types.get(claim.credit_type);
    if (!type?.labels.length) return null;
    const field = `corrections.labels.${sent.indexOf(place)}`;
    return (
      <fieldset key={place} className={css.corrections}>
        <legend>{t("review.labels", { name: lineName(claim, type) })}</legend>
        {errors[field] && <Notice kind="error">{errors[field]}</Notice>}
        <Grid min={200} gap={3}>
          <LabelFields
            type={type}
            labels={form.labels[place] ?? claim.labels}
            onChange={(labels) => change({ labels: { ...form.labels, [place]: labels } })}
            error={(label) => errors[`${field}.labels.${label}`]}
          />
        </Grid>
      </fieldset>
    );
  });
}

/** Nobody empties a field by accident and does not notice. */
function TakenAway({ certificate, form }: { certificate: Certificate; form: Form }) {
  const away = takenAway(certificate, form);
  return (
    <div aria-live="polite">
      {away.length > 0 && (
        <Notice kind="info" title={t("review.takesAway")}>
          <ul className={css.away}>
            {away.map(({ field, said }) => (
              <li key={field}>
                {t(`history.field.${field}`)}: <del>{said}</del>
              </li>
            ))}
          </ul>
          {away.some(({ field }) => field === "expires_on") && t("review.takesExpiryAway")}
        </Notice>
      )}
    </div>
  );
}
