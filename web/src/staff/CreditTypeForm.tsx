import Alert from "@cloudscape-design/components/alert";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Toggle from "@cloudscape-design/components/toggle";
import { type ReactNode, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { Refused, words } from "../api/errors";
import { staffCall } from "../api/staff";
import type { CreditType, Requirement } from "../api/types";
import { NotFound } from "../app/NotFound";
import { useCrumbs } from "../app/Shell";
import { Day } from "../shared/Day";
import { formatAmount, formatDay, formatMonth, parseAmount } from "../shared/format";
import { useNotify } from "../shared/notify";
import { useTitle } from "../shared/Page";
import { text } from "../text";
import { useAcademy } from "./academy";
import { bodyOf, type Form, formOf, gaps } from "./creditType";

const REQUIREMENTS: Requirement[] = ["file", "issuer", "certificate_number", "verification_link"];
const t = text.setUp;

export default function CreditTypeForm() {
  const { typeId } = useParams();
  const { types } = useAcademy();
  const type = types.get(typeId ?? "");
  if (typeId !== "new" && !type) return <NotFound />;
  return <Editor key={typeId} type={type} />;
}

function Editor({ type }: { type: CreditType | undefined }) {
  const { id: academy_id, administrator, reload } = useAcademy();
  const navigate = useNavigate();
  const notify = useNotify();
  const [form, setForm] = useState<Form>(() => formOf(type));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [retiring, setRetiring] = useState(false);
  const title = type ? t.editType(type.name) : t.addType;
  useTitle(title);
  useCrumbs([
    { text: t.creditTypes, href: "/console/credit-types" },
    { text: title, href: "#" },
  ]);
  const set = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }));
    setErrors({});
  };
  const unit = form.unit.trim() || t.someUnit;
  const coming = type?.rules.filter((version) => version.version > 1) ?? [];

  async function save() {
    const missing = gaps(form);
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length) return;
    setBusy(true);
    try {
      await staffCall("put", "/admin/academies/{academy_id}/credit-types/{credit_type_id}", {
        path: { academy_id, credit_type_id: form.id },
        body: bodyOf(form),
        ...(type && { version: type.version }),
      });
      done(t.saved(form.name.trim()));
    } catch (error) {
      if (error instanceof Refused) setErrors(error.fields);
      setFailure(error);
      setBusy(false);
    }
  }

  async function retire() {
    setRetiring(false);
    try {
      await staffCall("delete", "/admin/academies/{academy_id}/credit-types/{credit_type_id}", {
        path: { academy_id, credit_type_id: form.id },
        version: type!.version,
      });
      done(t.retiredDone(type!.name));
    } catch (error) {
      setFailure(error);
    }
  }

  function done(said: string) {
    notify("success", said);
    reload();
    void navigate("/console/credit-types");
  }

  const input = (field: keyof Form & string, name: string, decimal = false) => (
    <Input
      value={String(form[field])}
      onChange={({ detail }) => set({ [field]: detail.value })}
      inputMode={decimal ? "decimal" : "text"}
      name={name}
      readOnly={!administrator}
    />
  );

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          type &&
          !type.retired &&
          administrator && <Button onClick={() => setRetiring(true)}>{t.retire}</Button>
        }
      >
        {title}
      </Header>
      {!administrator && <Alert type="info">{t.administratorsOnly}</Alert>}
      {failure !== undefined && (
        <Alert type="error" header={text.form.other}>
          {failure instanceof Refused && failure.status === 412 ? t.conflict : words(failure)}
        </Alert>
      )}

      <Part title={t.basics}>
        <div className="pair">
          <FormField label={t.name} constraintText={t.nameHint} errorText={errors["name"]} stretch>
            {input("name", "name")}
          </FormField>
          <FormField label={t.id} constraintText={t.idHint} errorText={errors["id"] ?? errors["credit_type_id"]} stretch>
            <Input
              value={form.id}
              onChange={({ detail }) => set({ id: detail.value.toLowerCase().replace(/[^a-z0-9-]/g, "-") })}
              name="id"
              disabled={Boolean(type)}
            />
          </FormField>
          <FormField label={t.unit} constraintText={t.unitHint} errorText={errors["unit"]} stretch>
            {input("unit", "unit")}
          </FormField>
        </div>
        <FormField label={t.instructions} constraintText={t.instructionsHint} errorText={errors["instructions"]} stretch>
          <Textarea value={form.instructions} onChange={({ detail }) => set({ instructions: detail.value })} rows={3} readOnly={!administrator} />
        </FormField>
      </Part>

      <Part title={t.amounts} example={amountExample(form, unit)}>
        <div className="pair">
          <FormField label={t.step} constraintText={t.stepHint} errorText={errors["step"]} stretch>
            {input("step", "step", true)}
          </FormField>
          <FormField label={t.minimum} constraintText={t.emptyNoLimit} errorText={errors["minimum"]} stretch>
            {input("minimum", "minimum", true)}
          </FormField>
          <FormField label={t.maximum} constraintText={t.emptyNoLimit} errorText={errors["maximum"]} stretch>
            {input("maximum", "maximum", true)}
          </FormField>
        </div>
      </Part>

      <Part title={t.demands} example={demandExample(form)}>
        <FormField label={t.requires} description={t.requiresHint} errorText={errors["requires"]} stretch>
          <div className="checks">
            {REQUIREMENTS.map((requirement) => (
              <Checkbox
                key={requirement}
                checked={form.requires.includes(requirement)}
                disabled={!administrator}
                onChange={({ detail }) =>
                  set({
                    requires: REQUIREMENTS.filter((other) =>
                      other === requirement ? detail.checked : form.requires.includes(other),
                    ),
                  })
                }
              >
                {t.requirement[requirement]}
              </Checkbox>
            ))}
          </div>
        </FormField>
        <FormField label={t.within} constraintText={t.withinHint} errorText={errors["earned_within_months"]}>
          <Input
            value={form.earnedWithinMonths}
            onChange={({ detail }) => set({ earnedWithinMonths: detail.value })}
            type="number"
            name="within"
            readOnly={!administrator}
          />
        </FormField>
        <FormField label={t.validity} stretch>
          <RadioGroup
            value={form.validity}
            onChange={({ detail }) => set({ validity: detail.value as Form["validity"] })}
            items={(Object.entries(t.validityKinds) as [Form["validity"], string][]).map(([value, label]) => ({
              value,
              label,
              description: t.validityHelp[value],
              disabled: !administrator,
            }))}
          />
        </FormField>
        {form.validity === "months" && (
          <FormField label={t.validMonths} errorText={errors["validity.months.months"] ?? errors["validity.months"]}>
            <Input value={form.validMonths} onChange={({ detail }) => set({ validMonths: detail.value })} type="number" name="months" />
          </FormField>
        )}
        {form.validity === "fixed" && (
          <FormField label={t.validUntil} errorText={errors["validity.fixed.on"] ?? errors["validity.on"]}>
            <Day value={form.validUntil} onChange={(validUntil) => set({ validUntil })} name="valid_until" />
          </FormField>
        )}
      </Part>

      <Part title={t.counting} example={countExample(form, unit)}>
        <FormField label={t.period} stretch>
          <RadioGroup
            value={form.period}
            onChange={({ detail }) => set({ period: detail.value as Form["period"] })}
            items={(Object.entries(t.periodKinds) as [Form["period"], string][]).map(([value, label]) => ({
              value,
              label,
              description: t.periodHelp[value],
              disabled: !administrator,
            }))}
          />
        </FormField>
        {form.period === "year" && (
          <FormField label={t.starts}>
            <div className="start-day">
              <Select
                ariaLabel={t.startMonth}
                selectedOption={{ value: form.startMonth, label: formatMonth(Number(form.startMonth)) }}
                options={Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: formatMonth(at + 1) }))}
                onChange={({ detail }) => set({ startMonth: detail.selectedOption.value ?? "1" })}
              />
              <Select
                ariaLabel={t.startDay}
                selectedOption={{ value: form.startDay, label: form.startDay }}
                options={Array.from({ length: 28 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }))}
                onChange={({ detail }) => set({ startDay: detail.selectedOption.value ?? "1" })}
              />
            </div>
          </FormField>
        )}
        <div className="pair">
          <FormField label={text.credits.target} constraintText={t.targetHint} errorText={errors["period_rules.target"]} stretch>
            {input("target", "target", true)}
          </FormField>
          <FormField label={text.credits.cap} constraintText={t.capHint} errorText={errors["period_rules.cap"]} stretch>
            {input("cap", "cap", true)}
          </FormField>
        </div>
        {form.cap && form.period !== "lifetime" && (
          <SpaceBetween size="m">
            <Toggle checked={form.carries} disabled={!administrator} onChange={({ detail }) => set({ carries: detail.checked })} description={t.carryHint}>
              {t.carry}
            </Toggle>
            {form.carries && (
              <div className="pair">
                <FormField label={t.carryCredits} errorText={errors["period_rules.carry_over.credits"]} stretch>
                  {input("carryCredits", "carry", true)}
                </FormField>
                <FormField label={t.carryPeriods} constraintText={t.carryPeriodsHint} errorText={errors["period_rules.carry_over.periods"]} stretch>
                  <Input value={form.carryPeriods} onChange={({ detail }) => set({ carryPeriods: detail.value })} type="number" name="periods" />
                </FormField>
              </div>
            )}
          </SpaceBetween>
        )}
        {type && <Alert type="info">{t.nextPeriod}</Alert>}
        {coming.length > 0 && (
          <Box color="text-body-secondary">
            {coming.map((version) => (
              <div key={version.version}>{t.rulesVersion(version.version, formatDay(version.starts_on))}</div>
            ))}
          </Box>
        )}
      </Part>

      <Part title={t.review} example={form.review === "automatic" ? t.automaticExample : undefined}>
        <RadioGroup
          ariaLabel={t.review}
          value={form.review}
          onChange={({ detail }) => set({ review: detail.value as Form["review"] })}
          items={(["required", "automatic"] as const).map((value) => ({
            value,
            label: t.reviewKinds[value],
            description: t.reviewHelp[value],
            disabled: !administrator,
          }))}
        />
        {form.review === "required" && (
          <FormField label={t.checklist} description={t.checklistHint} errorText={errors["checklist"]} stretch>
            <AttributeEditor
              items={form.checklist}
              addButtonText={t.addQuestion}
              removeButtonText={text.common.remove}
              removeButtonAriaLabel={(question) => `${text.common.remove}: ${question}`}
              empty={t.noQuestions}
              disableAddButton={!administrator || form.checklist.length >= 20}
              onAddButtonClick={() => set({ checklist: [...form.checklist, ""] })}
              onRemoveButtonClick={({ detail }) =>
                set({ checklist: form.checklist.filter((_, at) => at !== detail.itemIndex) })
              }
              definition={[
                {
                  label: t.question,
                  control: (question, at) => (
                    <Input
                      value={question}
                      placeholder={t.questionPlaceholder}
                      onChange={({ detail }) =>
                        set({ checklist: form.checklist.map((other, place) => (place === at ? detail.value : other)) })
                      }
                    />
                  ),
                  errorText: (_, at) => errors[`checklist.${at}`],
                },
              ]}
            />
          </FormField>
        )}
      </Part>

      {administrator && (
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => navigate("/console/credit-types")}>
              {text.common.cancel}
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void save()}>
              {type?.retired ? t.revive : type ? text.common.save : t.addType}
            </Button>
          </SpaceBetween>
        </Box>
      )}

      {retiring && type && (
        <Modal
          visible
          header={t.retireTitle(type.name)}
          closeAriaLabel={text.common.close}
          onDismiss={() => setRetiring(false)}
          footer={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" onClick={() => setRetiring(false)}>
                  {text.common.cancel}
                </Button>
                <Button variant="primary" onClick={() => void retire()}>
                  {t.retire}
                </Button>
              </SpaceBetween>
            </Box>
          }
        >
          {t.retireText}
        </Modal>
      )}
    </SpaceBetween>
  );
}

function Part({ title, example, children }: { title: string; example?: string | undefined; children: ReactNode }) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <div className={example ? "part part-example" : "part"}>
        <SpaceBetween size="l">{children}</SpaceBetween>
        {example && (
          <div className="example" role="note" aria-live="polite">
            <b>{t.example}</b>
            <p>{example}</p>
          </div>
        )}
      </div>
    </Container>
  );
}

function amountExample(form: Form, unit: string): string {
  const step = Number(parseAmount(form.step) ?? 0.25) || 0.25;
  const base = Math.max(step, Math.ceil(Number(parseAmount(form.minimum) ?? 0) / step) * step);
  const shown = (amount: number) => formatAmount(String(Math.round(amount * 100) / 100));
  const limits = t.limitsExample(
    form.minimum && parseAmount(form.minimum) ? shown(Number(parseAmount(form.minimum))) : null,
    form.maximum && parseAmount(form.maximum) ? shown(Number(parseAmount(form.maximum))) : null,
    unit,
  );
  const steps = step > 0.01 ? `${t.stepExample(shown(base), shown(base + step), shown(base + step / 2), unit)} ` : "";
  return steps + limits;
}

function demandExample(form: Form): string {
  const parts: string[] = [];
  if (form.earnedWithinMonths) parts.push(t.withinExample(form.earnedWithinMonths));
  if (form.validity === "months") {
    const [year, month] = [2026 + Math.floor((2 + Number(form.validMonths)) / 12), ((2 + Number(form.validMonths)) % 12) + 1];
    parts.push(t.monthsExample(formatDay("2026-03-14"), formatDay(`${year}-${String(month).padStart(2, "0")}-14`)));
  }
  if (form.validity === "never") parts.push(t.neverExample);
  if (form.validity === "fixed" && form.validUntil) parts.push(t.fixedExample(formatDay(form.validUntil)));
  if (form.validity === "as_stated") parts.push(t.asStatedExample);
  return parts.join(" ");
}

/** A learner who earned a quarter more than the cap, or than the target. */
function countExample(form: Form, unit: string): string {
  const target = Number(parseAmount(form.target) ?? 0);
  const cap = Number(parseAmount(form.cap) ?? 0);
  const shown = (amount: number) => formatAmount(String(Math.round(amount * 100) / 100));
  if (!cap && !target) return t.countAll(unit);
  if (!cap) return t.countTarget(shown(target), unit, shown(target * 0.75), shown(target * 0.25));
  const earned = Math.ceil(cap * 1.25);
  const beyond = earned - cap;
  const most = form.carries && form.period !== "lifetime" ? Number(parseAmount(form.carryCredits) ?? 0) : 0;
  const carried = Math.min(beyond, most);
  return t.countCap(shown(earned), shown(cap), unit, shown(carried), shown(beyond - carried));
}
