/** What claim lines of a credit type say of themselves: labels, and what can be chosen under each. */

import "../../text/setup";
import { Archive, ArchiveRestore, Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useWatch } from "react-hook-form";
import { FormField } from "../../form/FormField";
import type { ApiForm } from "../../form/useApiForm";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { Row, Stack } from "../../ui/layout";
import { Section } from "../../ui/Section";
import { SwitchField } from "../../ui/SwitchField";
import { TextField } from "../../ui/TextField";
import type { Form, FormLabel } from "./creditType";
import css from "./CreditTypes.module.css";

/** What the API takes. */
const MOST_LABELS = 6;
const MOST_CHOICES = 40;
const NEW_CHOICE = { id: "", name: "", retired: false };
const NEW_LABEL: FormLabel = { id: "", name: "", required: true, choices: [NEW_CHOICE] };

interface Props {
  form: ApiForm<Form>;
  /** Whether it can only be read. */
  fixed: boolean;
}

export function Labels({ form, fixed }: Props) {
  const { labels } = useWatch({ control: form.control }) as Form;
  const list = useRef<HTMLDivElement>(null);
  /** Whoever adds one goes on in it. */
  function become(next: FormLabel[], focus: string) {
    form.setValue("labels", next, { shouldDirty: true });
    form.clearErrors("labels");
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(focus)?.focus());
  }
  const change = (at: number, part: Partial<FormLabel>, focus: string) =>
    become(labels.with(at, { ...labels[at]!, ...part }), focus);
  return (
    <Section title={t("setUp.labels")} lead={t("setUp.labelsLead")}>
      <div ref={list}>
        <Stack gap={4}>
          {labels.map((label, at) => (
            <fieldset key={at} className={css.label} data-label={at}>
              <legend>{label.name || t("setUp.labelOf", { number: String(at + 1) })}</legend>
              <Stack gap={3}>
                <div className={css.question}>
                  <FormField form={form} name={`labels.${at}.name`}>
                    {(field) => (
                      <TextField
                        {...field}
                        label={t("setUp.labelName")}
                        placeholder={t("setUp.labelPlaceholder")}
                        readOnly={fixed}
                        autoComplete="off"
                        required
                      />
                    )}
                  </FormField>
                  {!fixed && (
                    <IconButton
                      icon={Trash2}
                      label={`${t("common.remove")}: ${label.name || t("setUp.labelOf", { number: String(at + 1) })}`}
                      onPress={() => become(labels.toSpliced(at, 1), "[data-add]")}
                    />
                  )}
                </div>
                <FormField form={form} name={`labels.${at}.required`}>
                  {({ required: _, ...field }) => (
                    <SwitchField {...field} label={t("setUp.labelRequired")} disabled={fixed} />
                  )}
                </FormField>
                <Choices
                  form={form}
                  fixed={fixed}
                  label={label}
                  at={at}
                  onChange={(choices, focus) => change(at, { choices }, focus)}
                />
              </Stack>
            </fieldset>
          ))}
          {!fixed && (
            <Row>
              <span data-add>
                <Button
                  size="small"
                  icon={Plus}
                  disabled={labels.length >= MOST_LABELS}
                  onPress={() =>
                    become([...labels, NEW_LABEL], `[data-label="${String(labels.length)}"] input`)
                  }
                >
                  {t("setUp.addLabel")}
                </Button>
              </span>
            </Row>
          )}
        </Stack>
      </div>
    </Section>
  );
}

interface ChoicesProps extends Props {
  label: FormLabel;
  at: number;
  onChange: (choices: FormLabel["choices"], focus: string) => void;
}

function Choices({ form, fixed, label, at, onChange }: ChoicesProps) {
  const { choices } = label;
  const of = (place: number) => `[data-label="${String(at)}"] [data-choice="${String(place)}"] input`;
  return (
    <div role="group" aria-label={t("setUp.choices")} className={css.questions}>
      <strong>{t("setUp.choices")}</strong>
      {choices.map((choice, place) => {
        const name = choice.name || t("setUp.choiceOf", { number: String(place + 1) });
        return (
          <div key={place} className={css.question} data-choice={place}>
            <FormField form={form} name={`labels.${at}.choices.${place}.name`}>
              {(field) => (
                <TextField
                  {...field}
                  label={t("setUp.choiceOf", { number: String(place + 1) })}
                  {...(choice.retired && { note: t("setUp.choiceRetired") })}
                  readOnly={fixed}
                  autoComplete="off"
                  required
                />
              )}
            </FormField>
            {/* What was saved may have been chosen, and keeps its name; what was not can go. */}
            {!fixed && choice.id && (
              <IconButton
                icon={choice.retired ? ArchiveRestore : Archive}
                label={`${t(choice.retired ? "setUp.reviveChoice" : "setUp.retireChoice")}: ${name}`}
                onPress={() =>
                  onChange(choices.with(place, { ...choice, retired: !choice.retired }), of(place))
                }
              />
            )}
            {!fixed && !choice.id && choices.length > 1 && (
              <IconButton
                icon={Trash2}
                label={`${t("common.remove")}: ${name}`}
                onPress={() => onChange(choices.toSpliced(place, 1), of(Math.max(0, place - 1)))}
              />
            )}
          </div>
        );
      })}
      {!fixed && (
        <Row>
          <Button
            size="small"
            variant="quiet"
            icon={Plus}
            disabled={choices.length >= MOST_CHOICES}
            onPress={() => onChange([...choices, NEW_CHOICE], of(choices.length))}
          >
            {t("setUp.addChoice")}
          </Button>
        </Row>
      )}
    </div>
  );
}
