import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import { saveSettings, settingsOptions } from "../../api/queries/staff/academy";
import type { OfferedReason, Settings } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { type ApiForm, useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { kindsOf } from "../../shared/kinds";
import { toast } from "../../ui/toast";
import { useTitle } from "../../shared/Page";
import { useAcademy, useSettings } from "../../shared/staff/academy";
import { t, textsOf } from "../../text";
import { Button } from "../../ui/Button";
import { CheckboxGroup } from "../../ui/CheckboxGroup";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { TextField } from "../../ui/TextField";
import { Row, Stack } from "../../ui/layout";
import { explainConflict } from "./Conflict";
import { bodyOf } from "./settings";

const USES = kindsOf(textsOf("setUp.uses"));
const MOST_REASONS = 40;
const MOST_REMINDERS = 10;
const MOST_DAYS = 365;

interface Values {
  review_days: string;
  lease_minutes: string;
  reasons: OfferedReason[];
  reminders: { days: string };
}

const valuesOf = ({ review_days, lease_minutes, reasons, reminders }: Settings): Values => ({
  review_days: String(review_days),
  lease_minutes: String(lease_minutes),
  reasons,
  reminders: { days: reminders.days.join(", ") },
});

/** How the academy works through its queue: promise, lease, and reasons. */
export default function Desk() {
  useTitle(t("setUp.desk"));
  const { id, administrator } = useAcademy();
  const settings = useSettings();
  const client = useQueryClient();
  const { mutateAsync } = useMutation(saveSettings(id));
  const form = useApiForm({
    of: "SettingsBody",
    defaults: valuesOf(settings),
    required: ["review_days", "lease_minutes"],
    made: ["reasons.*.id", "reminders.days"],
    check: ({ reminders }) => ({
      "reminders.days": daysOf(reminders.days) ? undefined : t("setUp.remindersWrong"),
    }),
    send: (values) => mutateAsync({ body: bodyOf(settings, changeOf(values)), version: settings.version }),
    onSent: (saved) => {
      toast.success(t("setUp.deskSaved"));
      form.startOver(valuesOf(saved));
    },
  });
  useUnsaved(form);
  const showLatest = async () =>
    form.startOver(valuesOf(await client.query({ ...settingsOptions(id), staleTime: 0 })));

  return (
    <Stack gap={6}>
      <PageHeader title={t("setUp.desk")} lead={t("setUp.deskDescription")} />
      {!administrator && <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>}
      <Form form={form} explain={explainConflict(() => void showLatest())}>
        <Stack gap={6}>
          <Section title={t("setUp.pace")}>
            <Stack gap={4}>
              <FormField form={form} name="review_days">
                {(field) => (
                  <TextField
                    {...field}
                    label={t("setUp.reviewDays")}
                    hint={t("setUp.reviewDaysHint")}
                    inputMode="numeric"
                    width="short"
                    readOnly={!administrator}
                  />
                )}
              </FormField>
              <FormField form={form} name="lease_minutes">
                {(field) => (
                  <TextField
                    {...field}
                    label={t("setUp.leaseMinutes")}
                    hint={t("setUp.leaseMinutesHint")}
                    inputMode="numeric"
                    width="short"
                    readOnly={!administrator}
                  />
                )}
              </FormField>
              <FormField form={form} name="reminders.days">
                {(field) => (
                  <TextField
                    {...field}
                    label={t("setUp.reminders")}
                    hint={t("setUp.remindersHint")}
                    width="medium"
                    readOnly={!administrator}
                  />
                )}
              </FormField>
            </Stack>
          </Section>
          <Section title={t("setUp.reasons")} lead={t("setUp.reasonsDescription")}>
            <Reasons form={form} fixed={!administrator} />
          </Section>
          {administrator && (
            <Row justify="end">
              <Button variant="primary" type="submit" busy={form.busy}>
                {t("common.save")}
              </Button>
            </Row>
          )}
        </Stack>
      </Form>
    </Stack>
  );
}

function Reasons({ form, fixed }: { form: ApiForm<Values>; fixed: boolean }) {
  const { fields, append, remove, move } = useFieldArray({
    control: form.control,
    name: "reasons",
    keyName: "key",
  });
  return (
    <Stack gap={5}>
      {fields.map(({ key, text }, at) => (
        <Stack key={key} gap={3}>
          <FormField form={form} name={`reasons.${at}.text`}>
            {(field) => <TextField {...field} label={t("setUp.reasonText")} readOnly={fixed} />}
          </FormField>
          <FormField form={form} name={`reasons.${at}.uses`}>
            {(field) => (
              <CheckboxGroup
                {...field}
                label={t("setUp.reasonUses")}
                options={USES.map((use) => ({
                  value: use,
                  label: textsOf("setUp.uses")[use],
                  disabled: fixed,
                }))}
              />
            )}
          </FormField>
          {!fixed && fields.length > 1 && (
            <Row gap={1}>
              <IconButton
                icon={ArrowUp}
                size="small"
                label={t("setUp.reasonUp", { reason: text })}
                disabled={at === 0}
                onPress={() => move(at, at - 1)}
              />
              <IconButton
                icon={ArrowDown}
                size="small"
                label={t("setUp.reasonDown", { reason: text })}
                disabled={at === fields.length - 1}
                onPress={() => move(at, at + 1)}
              />
              <Button
                variant="quiet"
                icon={Trash2}
                aria-label={`${t("common.remove")}: ${text}`}
                onPress={() => remove(at)}
              >
                {t("common.remove")}
              </Button>
            </Row>
          )}
        </Stack>
      ))}
      {!fixed && (
        <Row>
          <Button
            icon={Plus}
            disabled={fields.length >= MOST_REASONS}
            onPress={() =>
              append({ id: "", text: "", uses: ["decline", "request_changes"] }, { shouldFocus: true })
            }
          >
            {t("setUp.addReason")}
          </Button>
        </Row>
      )}
    </Stack>
  );
}

/** What this page sets, as the API takes it. */
const changeOf = ({ review_days, lease_minutes, reasons, reminders }: Values) => ({
  review_days: Number(review_days),
  lease_minutes: Number(lease_minutes),
  reminders: { days: daysOf(reminders.days) ?? [] },
  reasons: reasons.map((offered) => ({ ...offered, id: offered.id || slug(offered.text, reasons) })),
});

/** Days as they are typed; undefined where they cannot be sent. */
function daysOf(typed: string): number[] | undefined {
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  const fits = parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= MOST_DAYS);
  return fits && parts.length <= MOST_REMINDERS ? parts.map(Number) : undefined;
}

/** An id for a new reason, made of its words; nobody else has it. */
function slug(words: string, taken: OfferedReason[]): string {
  const base =
    words
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 34) || "reason";
  const ids = new Set(taken.map((reason) => reason.id));
  let id = base;
  for (let number = 2; ids.has(id); number += 1) id = `${base}-${number}`;
  return id;
}
