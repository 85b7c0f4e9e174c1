/** The parts of a credit type's form, each beside an example of what it comes to. */

import Alert from "@cloudscape-design/components/alert";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Toggle from "@cloudscape-design/components/toggle";
import type { ReactNode } from "react";
import type { CreditType, ReadField, Requirement } from "../../api/types";
import { DayField } from "../../shared/DayField";
import { formatDay, formatMonth } from "../../text/format";
import { kindsOf } from "../../shared/kinds";
import { t, textsOf } from "../../text";
import { comingRules, type Form } from "./creditType";
import { amountExample, countExample, demandExample } from "./creditTypeExamples";

const REQUIREMENTS = kindsOf(textsOf("setUp.requirement"));
const READ_FIELDS = kindsOf(textsOf("setUp.readField"));

export interface PartProps {
  form: Form;
  set: (part: Partial<Form>) => void;
  errors: Record<string, string>;
  /** Whether it can only be read. */
  fixed: boolean;
  /** What one credit is called. */
  unit: string;
  /** The credit type as it is; undefined while it is made. */
  type: CreditType | undefined;
}

export function Basics({ form, set, errors, fixed, type }: PartProps) {
  return (
    <Part title={t("setUp.basics")}>
      <div className="pair">
        <FormField
          label={t("setUp.name")}
          constraintText={t("setUp.nameHint")}
          errorText={errors["name"]}
          stretch
        >
          <Input
            value={form.name}
            onChange={({ detail }) => set({ name: detail.value })}
            name="name"
            readOnly={fixed}
          />
        </FormField>
        <FormField
          label={t("setUp.unit")}
          constraintText={t("setUp.unitHint")}
          errorText={errors["unit"]}
          stretch
        >
          <Input
            value={form.unit}
            onChange={({ detail }) => set({ unit: detail.value })}
            name="unit"
            readOnly={fixed}
          />
        </FormField>
        <FormField
          label={t("setUp.id")}
          constraintText={t("setUp.idHint")}
          errorText={errors["id"] ?? errors["credit_type_id"]}
          stretch
        >
          <Input
            value={form.id}
            onChange={({ detail }) => set({ id: detail.value.toLowerCase().replace(/[^a-z0-9-]/g, "-") })}
            name="id"
            readOnly={Boolean(type)}
          />
        </FormField>
      </div>
      <FormField
        label={t("setUp.instructions")}
        constraintText={t("setUp.instructionsHint")}
        errorText={errors["instructions"]}
        stretch
      >
        <Textarea
          value={form.instructions}
          onChange={({ detail }) => set({ instructions: detail.value })}
          rows={3}
          readOnly={fixed}
        />
      </FormField>
    </Part>
  );
}

export function Amounts({ form, set, errors, fixed, unit }: PartProps) {
  return (
    <Part title={t("setUp.amounts")} example={amountExample(form, unit)}>
      <div className="pair">
        <FormField
          label={t("setUp.step")}
          constraintText={t("setUp.stepHint")}
          errorText={errors["step"]}
          stretch
        >
          <Amount value={form.step} onChange={(step) => set({ step })} fixed={fixed} />
        </FormField>
        <FormField
          label={t("setUp.minimum")}
          constraintText={t("setUp.emptyNoLimit")}
          errorText={errors["minimum"]}
          stretch
        >
          <Amount value={form.minimum} onChange={(minimum) => set({ minimum })} fixed={fixed} />
        </FormField>
        <FormField
          label={t("setUp.maximum")}
          constraintText={t("setUp.emptyNoLimit")}
          errorText={errors["maximum"]}
          stretch
        >
          <Amount value={form.maximum} onChange={(maximum) => set({ maximum })} fixed={fixed} />
        </FormField>
      </div>
    </Part>
  );
}

export function Demands({ form, set, errors, fixed }: PartProps) {
  const require = (requirement: Requirement, needed: boolean) =>
    set({
      requires: REQUIREMENTS.filter((other) =>
        other === requirement ? needed : form.requires.includes(other),
      ),
    });
  return (
    <Part title={t("setUp.demands")} example={demandExample(form)}>
      <FormField
        label={t("setUp.requires")}
        description={t("setUp.requiresHint")}
        errorText={errors["requires"]}
        stretch
      >
        <div className="checks" role="group" aria-label={t("setUp.requires")}>
          {REQUIREMENTS.map((requirement) => (
            <Checkbox
              key={requirement}
              checked={form.requires.includes(requirement)}
              disabled={fixed}
              onChange={({ detail }) => require(requirement, detail.checked)}
            >
              {t(`setUp.requirement.${requirement}`)}
            </Checkbox>
          ))}
        </div>
      </FormField>
      <FormField
        label={t("setUp.within")}
        constraintText={t("setUp.withinHint")}
        errorText={errors["earned_within_months"]}
      >
        <Whole
          value={form.earnedWithinMonths}
          onChange={(earnedWithinMonths) => set({ earnedWithinMonths })}
          fixed={fixed}
        />
      </FormField>
      <FormField label={t("setUp.validity")} stretch>
        <Options
          value={form.validity}
          onChange={(validity) => set({ validity })}
          labels={textsOf("setUp.validityKinds")}
          help={textsOf("setUp.validityHelp")}
          fixed={fixed}
        />
      </FormField>
      {form.validity === "months" && (
        <FormField label={t("setUp.validMonths")} errorText={errors["validity.months"]}>
          <Whole value={form.validMonths} onChange={(validMonths) => set({ validMonths })} fixed={fixed} />
        </FormField>
      )}
      {form.validity === "fixed" && (
        <DayField
          label={t("setUp.validUntil")}
          name="valid_until"
          value={form.validUntil}
          onChange={(validUntil) => set({ validUntil })}
          error={errors["validity.on"]}
          readOnly={fixed}
        />
      )}
    </Part>
  );
}

export function Counting({ form, set, errors, fixed, unit, type }: PartProps) {
  const coming = type && comingRules(type);
  return (
    <Part title={t("setUp.counting")} example={countExample(form, unit)}>
      <FormField label={t("setUp.period")} stretch>
        <Options
          value={form.period}
          onChange={(period) => set({ period })}
          labels={textsOf("setUp.periodKinds")}
          help={textsOf("setUp.periodHelp")}
          fixed={fixed}
        />
      </FormField>
      {form.period === "year" && (
        <FormField label={t("setUp.starts")}>
          <div className="start-day">
            <Select
              ariaLabel={t("setUp.startMonth")}
              selectedOption={{ value: form.startMonth, label: formatMonth(Number(form.startMonth)) }}
              options={numbers(12).map((month) => ({ value: String(month), label: formatMonth(month) }))}
              disabled={fixed}
              onChange={({ detail }) => set({ startMonth: detail.selectedOption.value ?? "1" })}
            />
            <Select
              ariaLabel={t("setUp.startDay")}
              selectedOption={{ value: form.startDay, label: form.startDay }}
              options={numbers(28).map((day) => ({ value: String(day), label: String(day) }))}
              disabled={fixed}
              onChange={({ detail }) => set({ startDay: detail.selectedOption.value ?? "1" })}
            />
          </div>
        </FormField>
      )}
      <div className="pair">
        <FormField
          label={t("credits.target")}
          constraintText={t("setUp.targetHint")}
          errorText={errors["period_rules.target"] ?? errors["period_rules"]}
          stretch
        >
          <Amount value={form.target} onChange={(target) => set({ target })} fixed={fixed} />
        </FormField>
        <FormField
          label={t("credits.cap")}
          constraintText={t("setUp.capHint")}
          errorText={errors["period_rules.cap"]}
          stretch
        >
          <Amount value={form.cap} onChange={(cap) => set({ cap })} fixed={fixed} />
        </FormField>
      </div>
      {form.cap && form.period !== "lifetime" && (
        <SpaceBetween size="m">
          <Toggle
            checked={form.carries}
            disabled={fixed}
            onChange={({ detail }) => set({ carries: detail.checked })}
            description={t("setUp.carryHint")}
          >
            {t("setUp.carry")}
          </Toggle>
          {form.carries && (
            <div className="pair">
              <FormField
                label={t("setUp.carryCredits")}
                errorText={errors["period_rules.carry_over.credits"]}
                stretch
              >
                <Amount
                  value={form.carryCredits}
                  onChange={(carryCredits) => set({ carryCredits })}
                  fixed={fixed}
                />
              </FormField>
              <FormField
                label={t("setUp.carryPeriods")}
                constraintText={t("setUp.carryPeriodsHint")}
                errorText={errors["period_rules.carry_over.periods"]}
                stretch
              >
                <Whole
                  value={form.carryPeriods}
                  onChange={(carryPeriods) => set({ carryPeriods })}
                  fixed={fixed}
                />
              </FormField>
            </div>
          )}
        </SpaceBetween>
      )}
      {type && !fixed && (
        <Alert type="info">{type.claimed ? t("setUp.nextPeriod") : t("setUp.notClaimed")}</Alert>
      )}
      {coming && <Alert type="info">{t("setUp.comingRules", { from: formatDay(coming.starts_on) })}</Alert>}
    </Part>
  );
}

export function Reviewing({ form, set, errors, fixed }: PartProps) {
  const question = (at: number, asked: string) =>
    set({ checklist: form.checklist.map((other, place) => (place === at ? asked : other)) });
  const find = (field: ReadField, wanted: boolean) =>
    set({
      whenFound: READ_FIELDS.filter((other) => (other === field ? wanted : form.whenFound.includes(other))),
    });
  return (
    <Part
      title={t("setUp.review")}
      example={form.review === "automatic" ? t("setUp.automaticExample") : undefined}
    >
      <Options
        label={t("setUp.review")}
        value={form.review}
        onChange={(review) => set({ review })}
        labels={textsOf("setUp.reviewKinds")}
        help={textsOf("setUp.reviewHelp")}
        fixed={fixed}
      />
      {form.review === "automatic" && (
        <FormField
          label={t("setUp.whenFound")}
          description={t("setUp.whenFoundHint")}
          errorText={errors["when_found"]}
          stretch
        >
          <div className="checks" role="group" aria-label={t("setUp.whenFound")}>
            {READ_FIELDS.map((field) => (
              <Checkbox
                key={field}
                checked={form.whenFound.includes(field)}
                disabled={fixed}
                onChange={({ detail }) => find(field, detail.checked)}
              >
                {t(`setUp.readField.${field}`)}
              </Checkbox>
            ))}
          </div>
        </FormField>
      )}
      {form.review === "required" && (
        <FormField
          label={t("setUp.checklist")}
          description={t("setUp.checklistHint")}
          errorText={errors["checklist"]}
          stretch
        >
          <AttributeEditor
            items={form.checklist}
            addButtonText={t("setUp.addQuestion")}
            removeButtonText={t("common.remove")}
            removeButtonAriaLabel={(asked) => `${t("common.remove")}: ${asked}`}
            gridLayout={[
              { rows: [[1]], removeButton: { width: "auto" }, breakpoint: "xxs" },
              { rows: [[1]], removeButton: { ownRow: true } },
            ]}
            empty={t("setUp.noQuestions")}
            disableAddButton={fixed || form.checklist.length >= 20}
            isItemRemovable={() => !fixed}
            onAddButtonClick={() => set({ checklist: [...form.checklist, ""] })}
            onRemoveButtonClick={({ detail }) =>
              set({ checklist: form.checklist.filter((_, at) => at !== detail.itemIndex) })
            }
            definition={[
              {
                label: t("setUp.question"),
                control: (asked, at) => (
                  <Input
                    value={asked}
                    placeholder={t("setUp.questionPlaceholder")}
                    readOnly={fixed}
                    onChange={({ detail }) => question(at, detail.value)}
                  />
                ),
                errorText: (_, at) => errors[`checklist.${at}`],
              },
            ]}
          />
        </FormField>
      )}
    </Part>
  );
}

function Part({
  title,
  example,
  children,
}: {
  title: string;
  example?: string | undefined;
  children: ReactNode;
}) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <div className={example ? "part part-example" : "part"}>
        <SpaceBetween size="l">{children}</SpaceBetween>
        {example && (
          <div className="example" role="note" aria-live="polite">
            <b>{t("setUp.example")}</b>
            <p>{example}</p>
          </div>
        )}
      </div>
    </Container>
  );
}

interface TypedProps {
  value: string;
  onChange: (typed: string) => void;
  fixed: boolean;
}

function Amount({ value, onChange, fixed }: TypedProps) {
  return (
    <Input
      value={value}
      onChange={({ detail }) => onChange(detail.value)}
      inputMode="decimal"
      readOnly={fixed}
    />
  );
}

function Whole({ value, onChange, fixed }: TypedProps) {
  return (
    <Input value={value} onChange={({ detail }) => onChange(detail.value)} type="number" readOnly={fixed} />
  );
}

interface OptionsProps<Kind extends string> {
  label?: string;
  value: Kind;
  onChange: (value: Kind) => void;
  labels: Record<Kind, string>;
  help: Record<Kind, string>;
  fixed: boolean;
}

function Options<Kind extends string>({ label, value, onChange, labels, help, fixed }: OptionsProps<Kind>) {
  return (
    <RadioGroup
      {...(label && { ariaLabel: label })}
      value={value}
      onChange={({ detail }) => onChange(detail.value as Kind)}
      readOnly={fixed}
      items={kindsOf(labels).map((kind) => ({
        value: kind,
        label: labels[kind],
        description: help[kind],
      }))}
    />
  );
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
