import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { words } from "../api/errors";
import type { Certificate } from "../api/types";
import { Day } from "../shared/Day";
import { formatAmount } from "../shared/format";
import { text } from "../text";
import { useAcademy } from "./academy";
import { type Action, type Form, needsReason, type Question, reasonsFor } from "./verdict";

const labels: Record<Action, string> = {
  approve: text.review.approve,
  request_changes: text.review.requestChanges,
  decline: text.review.decline,
  reopen: text.review.reopen,
  revoke: text.review.revoke,
};
const keys: Partial<Record<Action, string>> = { approve: "a", request_changes: "c", decline: "d" };

interface Props {
  actions: Action[];
  action: Action | undefined;
  onChoose: (action: Action) => void;
  onClose: () => void;
  certificate: Certificate;
  questions: Question[];
  form: Form;
  onChange: (form: Form) => void;
  errors: Record<string, string>;
  failure: unknown;
  busy: boolean;
  onDecide: () => void;
}

export function DecisionPanel(props: Props) {
  const { actions, action, onChoose, onClose, certificate, questions, form, onChange, errors, failure, busy, onDecide } = props;
  const { settings, types } = useAcademy();
  const panel = useRef<HTMLDivElement>(null);
  const set = (part: Partial<Form>) => onChange({ ...form, ...part });

  // Whoever chose by keyboard goes on by keyboard.
  useEffect(() => {
    if (!action) return;
    panel.current?.querySelector<HTMLElement>(".decision-form input, .decision-form textarea, .decision-form button")?.focus();
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [action]);

  function press(event: KeyboardEvent) {
    if (event.key === "Escape" && !event.defaultPrevented) onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onDecide();
  }

  return (
    <div ref={panel} onKeyDown={press} className="decision">
      <Container header={<Header variant="h2">{text.review.decision}</Header>}>
        <SpaceBetween size="m">
          <div className="decision-actions" role="group" aria-label={text.review.decision}>
            {actions.map((offered) => (
              <Button
                key={offered}
                variant={offered === "approve" && !action ? "primary" : "normal"}
                ariaExpanded={action === offered}
                disabled={busy}
                nativeButtonAttributes={keys[offered] ? { "aria-keyshortcuts": keys[offered] } : {}}
                onClick={() => onChoose(offered)}
              >
                {labels[offered]}
              </Button>
            ))}
          </div>
          {action && (
            <div className="decision-form">
              <SpaceBetween size="m">
                {failure !== undefined && <Alert type="error">{words(failure)}</Alert>}
                {action === "approve" && (
                  <SpaceBetween size="m">
                    {questions.length > 0 && (
                      <FormField label={text.review.checklist} errorText={errors["answers"]} stretch>
                        <SpaceBetween size="xxs">
                          {questions.map((question) => (
                            <Checkbox
                              key={question.key}
                              checked={Boolean(form.yes[question.key])}
                              onChange={({ detail }) => set({ yes: { ...form.yes, [question.key]: detail.checked } })}
                            >
                              {question.question}
                            </Checkbox>
                          ))}
                        </SpaceBetween>
                      </FormField>
                    )}
                    <div className="pair">
                      {certificate.claims.map((claim, at) => {
                        const type = types.get(claim.credit_type);
                        return (
                          <FormField
                            key={claim.credit_type}
                            label={text.review.award(type?.name ?? claim.credit_type)}
                            constraintText={text.review.claimed(formatAmount(claim.claimed))}
                            errorText={errors[`awarded.${claim.credit_type}`] ?? errors[`awarded.${at}.credits`] ?? errors[`awarded.${at}`]}
                          >
                            <Input
                              value={form.awarded[claim.credit_type] ?? ""}
                              onChange={({ detail }) => set({ awarded: { ...form.awarded, [claim.credit_type]: detail.value } })}
                              inputMode="decimal"
                            />
                          </FormField>
                        );
                      })}
                    </div>
                    <ExpandableSection headerText={text.review.corrections} headerDescription={text.review.correctionsHint}>
                      <Corrections form={form} set={set} errors={errors} />
                    </ExpandableSection>
                  </SpaceBetween>
                )}
                {needsReason(action) && (
                  <FormField label={text.review.reason} errorText={errors["reason"]} stretch>
                    <Select
                      placeholder={text.review.chooseReason}
                      selectedOption={
                        settings.reasons
                          .filter((reason) => reason.id === form.reason)
                          .map((reason) => ({ value: reason.id, label: reason.text }))[0] ?? null
                      }
                      options={reasonsFor(settings, action).map((reason) => ({ value: reason.id, label: reason.text }))}
                      onChange={({ detail }) => set({ reason: detail.selectedOption.value ?? "" })}
                    />
                  </FormField>
                )}
                <FormField
                  label={text.review.comment}
                  constraintText={action === "approve" ? text.review.commentOptional : text.review.commentHint}
                  errorText={errors["comment"]}
                  stretch
                >
                  <Textarea value={form.comment} onChange={({ detail }) => set({ comment: detail.value })} rows={3} />
                </FormField>
                <div className="decision-send">
                  <span className="soft">{text.review.sendKey}</span>
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button variant="link" onClick={onClose}>
                      {text.common.cancel}
                    </Button>
                    <Button variant="primary" loading={busy} onClick={onDecide}>
                      {text.review.confirm[action]}
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

function Corrections({ form, set, errors }: { form: Form; set: (part: Partial<Form>) => void; errors: Record<string, string> }) {
  const { corrections } = form;
  const correct = (part: Partial<Form["corrections"]>) => set({ corrections: { ...corrections, ...part } });
  const error = (field: string) => errors[`corrections.${field}`] ?? errors[field];
  return (
    <div className="pair">
      <FormField label={text.fields.title} errorText={error("title")} stretch>
        <Input value={corrections.title} onChange={({ detail }) => correct({ title: detail.value })} />
      </FormField>
      <FormField label={text.fields.issuer} errorText={error("issuer")} stretch>
        <Input value={corrections.issuer} onChange={({ detail }) => correct({ issuer: detail.value })} />
      </FormField>
      <FormField label={text.fields.earnedOn} errorText={error("earned_on")} stretch>
        <Day value={corrections.earned_on} onChange={(earned_on) => correct({ earned_on })} name="correct_earned_on" />
      </FormField>
      <FormField label={text.fields.expiresOn} errorText={error("expires_on")} stretch>
        <Day value={corrections.expires_on} onChange={(expires_on) => correct({ expires_on })} name="correct_expires_on" />
      </FormField>
    </div>
  );
}
