/** The parts of a credit type's form, each with an example of what it comes to. */

import "../../text/setup";
import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useWatch } from "react-hook-form";
import type { CreditType } from "../../api/types";
import { FormField } from "../../form/FormField";
import type { ApiForm } from "../../form/useApiForm";
import { DayField } from "../../shared/DayField";
import { kindsOf } from "../../shared/kinds";
import { t, textsOf } from "../../text";
import { formatDay, formatMonth } from "../../text/format";
import { Button } from "../../ui/Button";
import { CheckboxGroup } from "../../ui/CheckboxGroup";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { RadioGroup } from "../../ui/RadioGroup";
import { Section } from "../../ui/Section";
import { SelectField } from "../../ui/SelectField";
import { Grid, Row, Stack } from "../../ui/layout";
import { SwitchField } from "../../ui/SwitchField";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { comingRules, type Form } from "./creditType";
import css from "./CreditTypes.module.css";
import { amountExample, countExample, demandExample } from "./creditTypeExamples";

const REQUIREMENTS = kindsOf(textsOf("setUp.requirement"));
const READ_FIELDS = kindsOf(textsOf("setUp.readField"));
const MOST_QUESTIONS = 20;

export interface PartProps {
  form: ApiForm<Form>;
  /** Whether it can only be read. */
  fixed: boolean;
  /** The credit type as it is; undefined while it is made. */
  type: CreditType | undefined;
}

/** What is typed at present. */
const useForm = ({ form }: Pick<PartProps, "form">) => useWatch({ control: form.control }) as Form;
const unitOf = ({ unit }: Form) => unit.trim() || t("setUp.someUnit");

export function Basics({ form, fixed, type }: PartProps) {
  return (
    <Section title={t("setUp.basics")}>
      <Stack gap={4}>
        <Grid min={220}>
          <Line form={form} fixed={fixed} name="name" label={t("setUp.name")} hint={t("setUp.nameHint")} />
          <Line form={form} fixed={fixed} name="unit" label={t("setUp.unit")} hint={t("setUp.unitHint")} />
          <FormField form={form} name="id">
            {(field) => (
              <TextField
                {...field}
                label={t("setUp.id")}
                hint={t("setUp.idHint")}
                onChange={(typed) => field.onChange(typed.toLowerCase().replace(/[^a-z0-9-]/g, "-"))}
                readOnly={Boolean(type)}
                autoComplete="off"
                spellCheck={false}
                required
              />
            )}
          </FormField>
        </Grid>
        <FormField form={form} name="instructions">
          {(field, { maxLength }) => (
            <TextArea
              {...field}
              label={t("setUp.instructions")}
              mark={t("common.optional")}
              hint={t("setUp.instructionsHint")}
              readOnly={fixed}
              {...(maxLength !== undefined && { limit: maxLength })}
            />
          )}
        </FormField>
      </Stack>
    </Section>
  );
}

export function Amounts({ form, fixed }: PartProps) {
  const typed = useForm({ form });
  return (
    <Section title={t("setUp.amounts")}>
      <Grid min={170}>
        <Line
          form={form}
          fixed={fixed}
          name="step"
          label={t("setUp.step")}
          hint={t("setUp.stepHint")}
          figures
        />
        <Line
          form={form}
          fixed={fixed}
          name="minimum"
          label={t("setUp.minimum")}
          hint={t("setUp.emptyNoLimit")}
          figures
        />
        <Line
          form={form}
          fixed={fixed}
          name="maximum"
          label={t("setUp.maximum")}
          hint={t("setUp.emptyNoLimit")}
          figures
        />
      </Grid>
      <Example>{amountExample(typed, unitOf(typed))}</Example>
    </Section>
  );
}

export function Demands({ form, fixed }: PartProps) {
  const typed = useForm({ form });
  return (
    <Section title={t("setUp.demands")}>
      <Stack gap={4}>
        <FormField form={form} name="requires">
          {(field) => (
            <CheckboxGroup
              {...field}
              label={t("setUp.requires")}
              hint={t("setUp.requiresHint")}
              options={REQUIREMENTS.map((value) => ({
                value,
                label: t(`setUp.requirement.${value}`),
                disabled: fixed,
              }))}
            />
          )}
        </FormField>
        <Line
          form={form}
          fixed={fixed}
          name="earned_within_months"
          label={t("setUp.within")}
          hint={t("setUp.withinHint")}
          figures
          width="medium"
        />
        <Options
          form={form}
          fixed={fixed}
          name="validity.kind"
          label={t("setUp.validity")}
          labels={textsOf("setUp.validityKinds")}
          help={textsOf("setUp.validityHelp")}
        />
        {typed.validity.kind === "months" && (
          <Line
            form={form}
            fixed={fixed}
            name="validity.months"
            label={t("setUp.validMonths")}
            figures
            width="short"
            required
          />
        )}
        {typed.validity.kind === "fixed" && (
          <FormField form={form} name="validity.on">
            {({ name, value, onChange, error }) => (
              <DayField
                label={t("setUp.validUntil")}
                name={name}
                value={value}
                onChange={onChange}
                error={error}
                readOnly={fixed}
                required
              />
            )}
          </FormField>
        )}
      </Stack>
      <Example>{demandExample(typed)}</Example>
    </Section>
  );
}

export function Counting({ form, fixed, type }: PartProps) {
  const typed = useForm({ form });
  const { period, cap, carries } = typed.period_rules;
  const coming = type && comingRules(type);
  return (
    <Section title={t("setUp.counting")}>
      <Stack gap={4}>
        {coming && (
          <Notice kind="info">{t("setUp.comingRules", { from: formatDay(coming.starts_on) })}</Notice>
        )}
        <Options
          form={form}
          fixed={fixed}
          name="period_rules.period.kind"
          label={t("setUp.period")}
          labels={textsOf("setUp.periodKinds")}
          help={textsOf("setUp.periodHelp")}
        />
        {period.kind === "year" && (
          <div role="group" aria-label={t("setUp.starts")}>
            <Grid min={150}>
              <FormField form={form} name="period_rules.period.month">
                {(field) => (
                  <SelectField
                    {...field}
                    label={t("setUp.startMonth")}
                    options={numbers(12).map((month) => ({
                      value: String(month),
                      label: formatMonth(month),
                    }))}
                    disabled={fixed}
                  />
                )}
              </FormField>
              <FormField form={form} name="period_rules.period.day">
                {(field) => (
                  <SelectField
                    {...field}
                    label={t("setUp.startDay")}
                    options={numbers(28).map((day) => ({ value: String(day), label: String(day) }))}
                    disabled={fixed}
                  />
                )}
              </FormField>
            </Grid>
          </div>
        )}
        <Grid min={220}>
          <Line
            form={form}
            fixed={fixed}
            name="period_rules.target"
            label={t("credits.target")}
            hint={t("setUp.targetHint")}
            figures
          />
          <Line
            form={form}
            fixed={fixed}
            name="period_rules.cap"
            label={t("credits.cap")}
            hint={t("setUp.capHint")}
            figures
          />
        </Grid>
        {cap && period.kind !== "lifetime" && (
          <>
            <FormField form={form} name="period_rules.carries">
              {({ required: _, ...field }) => (
                <SwitchField
                  {...field}
                  label={t("setUp.carry")}
                  hint={t("setUp.carryHint")}
                  disabled={fixed}
                />
              )}
            </FormField>
            {carries && (
              <Grid min={220}>
                <Line
                  form={form}
                  fixed={fixed}
                  name="period_rules.carry_over.credits"
                  label={t("setUp.carryCredits")}
                  figures
                  required
                />
                <Line
                  form={form}
                  fixed={fixed}
                  name="period_rules.carry_over.periods"
                  label={t("setUp.carryPeriods")}
                  hint={t("setUp.carryPeriodsHint")}
                  figures
                  required
                />
              </Grid>
            )}
          </>
        )}
        <Line
          form={form}
          fixed={fixed}
          name="period_rules.expires_after_months"
          label={t("setUp.creditsExpire")}
          hint={t("setUp.creditsExpireHint")}
          figures
          width="medium"
        />
        <FormField form={form} name="ends_when_renewed">
          {({ required: _, ...field }) => (
            <SwitchField
              {...field}
              label={t("setUp.endsWhenRenewed")}
              hint={t("setUp.endsWhenRenewedHint")}
              disabled={fixed}
            />
          )}
        </FormField>
        {type && !fixed && <p className={css.soft}>{whenItHolds(type)}</p>}
      </Stack>
      <Example>{countExample(typed, unitOf(typed))}</Example>
    </Section>
  );
}

/** When another rule begins to hold. */
function whenItHolds({ claimed, rules_in_force: { period } }: CreditType): string {
  if (!claimed) return t("setUp.notClaimed");
  return t(period.kind === "hiring_year" ? "setUp.nextHiringYear" : "setUp.nextPeriod");
}

export function Reviewing({ form, fixed }: PartProps) {
  const { review } = useForm({ form });
  return (
    <Section title={t("setUp.review")}>
      <Stack gap={4}>
        <Options
          form={form}
          fixed={fixed}
          name="review"
          label={t("setUp.review")}
          labels={textsOf("setUp.reviewKinds")}
          help={textsOf("setUp.reviewHelp")}
        />
        {review === "automatic" ? (
          <FormField form={form} name="when_found">
            {(field) => (
              <CheckboxGroup
                {...field}
                label={t("setUp.whenFound")}
                hint={t("setUp.whenFoundHint")}
                options={READ_FIELDS.map((value) => ({
                  value,
                  label: t(`setUp.readField.${value}`),
                  disabled: fixed,
                }))}
              />
            )}
          </FormField>
        ) : (
          <Questions form={form} fixed={fixed} />
        )}
      </Stack>
      {review === "automatic" && <Example>{t("setUp.automaticExample")}</Example>}
    </Section>
  );
}

/** What a reviewer has to answer with yes. */
function Questions({ form, fixed }: Pick<PartProps, "form" | "fixed">) {
  const { checklist } = useForm({ form });
  const list = useRef<HTMLDivElement>(null);
  /** Whoever adds or removes one goes on in the last one. */
  function become(next: string[]) {
    form.setValue("checklist", next, { shouldDirty: true });
    form.clearErrors("checklist");
    requestAnimationFrame(() => {
      const fields = list.current?.querySelectorAll<HTMLElement>("input, [data-add]");
      (next.length ? fields?.[next.length - 1] : fields?.[0])?.focus();
    });
  }
  return (
    <div ref={list} role="group" aria-label={t("setUp.checklist")} className={css.questions}>
      <div>
        <strong>{t("setUp.checklist")}</strong>
        <p className={css.soft}>{t(checklist.length ? "setUp.checklistHint" : "setUp.noQuestions")}</p>
      </div>
      {checklist.map((question, at) => (
        <div key={at} className={css.question}>
          <FormField form={form} name={`checklist.${at}`}>
            {(field) => (
              <TextField
                {...field}
                label={t("setUp.questionOf", { number: String(at + 1) })}
                placeholder={t("setUp.questionPlaceholder")}
                readOnly={fixed}
                autoComplete="off"
                required
              />
            )}
          </FormField>
          {!fixed && (
            <IconButton
              icon={Trash2}
              label={`${t("common.remove")}: ${question || t("setUp.questionOf", { number: String(at + 1) })}`}
              onPress={() => become(checklist.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {!fixed && (
        <Row>
          <Button
            size="small"
            icon={Plus}
            disabled={checklist.length >= MOST_QUESTIONS}
            onPress={() => become([...checklist, ""])}
          >
            {t("setUp.addQuestion")}
          </Button>
        </Row>
      )}
    </div>
  );
}

function Example({ children }: { children: ReactNode }) {
  return (
    <div className={css.example} role="note">
      <strong>{t("setUp.example")}</strong> {children}
    </div>
  );
}

type LineName =
  | "name"
  | "unit"
  | "step"
  | "minimum"
  | "maximum"
  | "earned_within_months"
  | "validity.months"
  | "period_rules.target"
  | "period_rules.cap"
  | "period_rules.carry_over.credits"
  | "period_rules.carry_over.periods"
  | "period_rules.expires_after_months";

interface LineProps {
  form: ApiForm<Form>;
  fixed: boolean;
  name: LineName;
  label: string;
  hint?: string;
  figures?: boolean;
  required?: boolean;
  width?: "short" | "medium";
}

function Line({ form, fixed, name, figures = false, ...words }: LineProps) {
  return (
    <FormField form={form} name={name}>
      {(field) => (
        <TextField
          {...field}
          {...words}
          figures={figures}
          {...(figures && { inputMode: "decimal" })}
          readOnly={fixed}
          autoComplete="off"
        />
      )}
    </FormField>
  );
}

interface OptionsProps<Kind extends string> {
  form: ApiForm<Form>;
  fixed: boolean;
  name: "validity.kind" | "period_rules.period.kind" | "review";
  label: string;
  labels: Record<Kind, string>;
  help: Record<Kind, string>;
}

function Options<Kind extends string>({ form, fixed, name, label, labels, help }: OptionsProps<Kind>) {
  return (
    <FormField form={form} name={name}>
      {(field) => (
        <RadioGroup<string>
          {...field}
          label={label}
          options={kindsOf(labels).map((kind) => ({
            value: kind,
            label: labels[kind],
            hint: help[kind],
            disabled: fixed,
          }))}
          onChange={(kind) => field.onChange(kind as never)}
        />
      )}
    </FormField>
  );
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
