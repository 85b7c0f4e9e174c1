import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { words } from "../../shared/problemWords";
import type { Certificate } from "../../api/types";
import { DayField } from "../../shared/DayField";
import { formatAmount, today } from "../../text/format";
import { dayOf } from "../../shared/typedDay";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { Checklist } from "../../shared/staff/Checklist";
import { type Action, ruleOf } from "../../shared/staff/decisions";
import { ReasonChoice } from "../../shared/staff/ReasonChoice";
import type { Decision } from "./useDecision";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";
import { adjusted, type Form, takenAway } from "../../shared/staff/verdict";

interface Props {
  actions: Action[];
  certificate: Certificate;
  decision: Decision;
}

export function DecisionPanel({ actions, certificate, decision }: Props) {
  const { action, form, errors, failure, busy, choose, change, close } = decision;
  const panel = useRef<HTMLDivElement>(null);
  useFocusOnError(panel, errors);

  // Whoever chose by keyboard goes on by keyboard, and comes back to where the choice was.
  const before = useRef(action);
  useEffect(() => {
    const shown = action
      ? ".decision-form :is(input, textarea, button)"
      : `[aria-keyshortcuts="${ruleOf(before.current ?? "approve").key}"]`;
    if (action || before.current) panel.current?.querySelector<HTMLElement>(shown)?.focus();
    if (action) panel.current?.scrollIntoView({ block: "nearest" });
    before.current = action;
  }, [action]);

  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && !event.defaultPrevented) close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void decision.decide();
    }
  }

  return (
    <div ref={panel} onKeyDown={press} className="decision">
      <Container header={<Header variant="h2">{t("review.decision")}</Header>}>
        <SpaceBetween size="m">
          <div className="decision-actions" role="group" aria-label={t("review.decision")}>
            {actions.map((offered) => (
              <Button
                key={offered}
                variant={offered === "approve" && !action ? "primary" : "normal"}
                ariaExpanded={action === offered}
                disabled={busy}
                nativeButtonAttributes={{ "aria-keyshortcuts": ruleOf(offered).key }}
                onClick={() => choose(offered)}
              >
                {t(`review.action.${offered}`)}
              </Button>
            ))}
          </div>
          {action && (
            <div className="decision-form">
              <SpaceBetween size="m">
                {failure !== undefined && <Alert type="error">{words(failure)}</Alert>}
                {action === "approve" && <Approval certificate={certificate} decision={decision} />}
                {ruleOf(action).needsReason && (
                  <FormField label={t("review.reason")} errorText={errors["reason"]} stretch>
                    <ReasonChoice
                      action={action}
                      value={form.reason}
                      onChange={(reason) => change({ reason })}
                    />
                  </FormField>
                )}
                <FormField
                  label={t("review.comment")}
                  constraintText={
                    action === "approve" ? t("review.commentOptional") : t("review.commentHint")
                  }
                  errorText={errors["comment"]}
                >
                  <Textarea
                    value={form.comment}
                    onChange={({ detail }) => change({ comment: detail.value })}
                    rows={3}
                  />
                </FormField>
                <div className="decision-send">
                  <span className="soft">{t("review.sendKey")}</span>
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button variant="link" onClick={close}>
                      {t("common.cancel")}
                    </Button>
                    <Button variant="primary" loading={busy} onClick={() => void decision.decide()}>
                      {t(`review.confirm.${action}`)}
                    </Button>
                  </SpaceBetween>
                </div>
              </SpaceBetween>
            </div>
          )}
        </SpaceBetween>
      </Container>
    </div>
  );
}

/** What an approval can bring along: the checklist, other credits, corrections. */
function Approval({ certificate, decision }: { certificate: Certificate; decision: Decision }) {
  const { form, errors, questions, change } = decision;
  const { types } = useAcademy();
  // The API counts the lines that were sent, which are the adjusted ones alone.
  const sent = adjusted(certificate, form).map((line) => line.credit_type);
  const error = (credit_type: string) => {
    const line = `awarded.${sent.indexOf(credit_type)}`;
    return errors[`awarded.${credit_type}`] ?? errors[`${line}.credits`] ?? errors[line];
  };
  return (
    <SpaceBetween size="m">
      {questions.length > 0 && (
        <FormField label={t("review.checklist")} errorText={errors["answers"]} stretch>
          <Checklist
            label={t("review.checklist")}
            questions={questions}
            yes={form.yes}
            invalid={Boolean(errors["answers"])}
            onChange={(yes) => change({ yes })}
          />
        </FormField>
      )}
      <div className="pair">
        {certificate.claims.map((claim) => (
          <FormField
            key={claim.credit_type}
            label={t("review.award", { name: types.get(claim.credit_type)?.name ?? claim.credit_type })}
            constraintText={t("review.claimed", { amount: formatAmount(claim.claimed) })}
            errorText={error(claim.credit_type)}
          >
            <Input
              value={form.awarded[claim.credit_type] ?? ""}
              onChange={({ detail }) =>
                change({ awarded: { ...form.awarded, [claim.credit_type]: detail.value } })
              }
              inputMode="decimal"
            />
          </FormField>
        ))}
      </div>
      <Corrections form={form} change={change} errors={errors} />
      <TakenAway certificate={certificate} form={form} />
    </SpaceBetween>
  );
}

const FIELDS = ["title", "issuer", "earned_on", "expires_on"] as const;

function Corrections({ form, change, errors }: Pick<Decision, "form" | "change" | "errors">) {
  const { corrections } = form;
  const [open, setOpen] = useState(false);
  const correct = (part: Partial<Form["corrections"]>) =>
    change({ corrections: { ...corrections, ...part } });
  const error = (field: (typeof FIELDS)[number]) => errors[`corrections.${field}`];
  return (
    <ExpandableSection
      headerText={t("review.corrections")}
      headerDescription={t("review.correctionsHint")}
      expanded={open || FIELDS.some(error)}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      <div className="pair">
        <FormField label={t("fields.title")} errorText={error("title")} stretch>
          <Input value={corrections.title} onChange={({ detail }) => correct({ title: detail.value })} />
        </FormField>
        <FormField label={t("fields.issuer")} errorText={error("issuer")} stretch>
          <Input value={corrections.issuer} onChange={({ detail }) => correct({ issuer: detail.value })} />
        </FormField>
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
      </div>
    </ExpandableSection>
  );
}

/** Nobody empties a field by accident and does not notice. */
function TakenAway({ certificate, form }: { certificate: Certificate; form: Form }) {
  const away = takenAway(certificate, form);
  return (
    <div aria-live="polite">
      {away.length > 0 && (
        <Alert type="info" header={t("review.takesAway")}>
          <ul className="plain anywhere">
            {away.map(({ field, said }) => (
              <li key={field}>
                {t(`history.field.${field}`)}: <del>{said}</del>
              </li>
            ))}
          </ul>
          {away.some(({ field }) => field === "expires_on") && t("review.takesExpiryAway")}
        </Alert>
      )}
    </div>
  );
}
