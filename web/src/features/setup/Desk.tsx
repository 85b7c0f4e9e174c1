import "../../text/setup";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useFieldArray, useWatch } from "react-hook-form";
import { type Limit, limits } from "../../api/limits";
import { saveSettings, settingsOptions } from "../../api/queries/staff/academy";
import type { OfferedReason, Settings } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { wrongIn } from "../../form/wrong";
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
import { SwitchField } from "../../ui/SwitchField";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { Row, Stack } from "../../ui/layout";
import { explainConflict } from "./Conflict";
import { bodyOf } from "./settings";

const USES = kindsOf(textsOf("setUp.uses"));
const MOST_REASONS = 40;
const MOST_REMINDERS = 10;
const MOST_DAYS = 365;

type RetentionKind = Exclude<keyof Settings["retention"], "notice_days" | "prescribed">;
const RETENTION = kindsOf(textsOf("setUp.retentionOf"));

/** What each kind says of its retention. */
const eachKind = <Value,>(value: (kind: RetentionKind) => Value): Record<RetentionKind, Value> => ({
  declined: value("declined"),
  withdrawn: value("withdrawn"),
  expired: value("expired"),
  leavers: value("leavers"),
});

/** Both or nothing is stated of what has to stay. */
const OF_PRESCRIBED = "retention.prescribed.";
const PRESCRIBED = Object.fromEntries(
  Object.entries<Limit>(limits.SettingsBody).filter(([name]) => name.startsWith(OF_PRESCRIBED)),
);

interface Values {
  review_days: string;
  lease_minutes: string;
  reasons: OfferedReason[];
  reminders: { days: string };
  retention: Record<RetentionKind, string> & {
    notice_days: string;
    prescribed: { months: string; reason: string };
  };
  mails: Settings["mails"];
}

const valuesOf = ({
  review_days,
  lease_minutes,
  reasons,
  reminders,
  retention,
  mails,
}: Settings): Values => ({
  review_days: String(review_days),
  lease_minutes: String(lease_minutes),
  reasons,
  reminders: { days: reminders.days.join(", ") },
  retention: {
    ...eachKind((kind) => String(retention[kind] ?? "")),
    notice_days: String(retention.notice_days),
    prescribed: {
      months: String(retention.prescribed?.months ?? ""),
      reason: retention.prescribed?.reason ?? "",
    },
  },
  mails,
});

/** Whether anything is stated of what has to stay. */
const isStated = ({ months, reason }: Values["retention"]["prescribed"]) =>
  Boolean(months.trim() || reason.trim());

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
    required: ["review_days", "lease_minutes", "retention.notice_days"],
    made: ["reasons.*.id", "reminders.days", ...Object.keys(PRESCRIBED)],
    check: ({ reminders, retention }) => ({
      ...(isStated(retention.prescribed) ? wrongIn({ retention }, PRESCRIBED) : {}),
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
          <Section title={t("setUp.mails")} lead={t("setUp.mailsLead")}>
            <Mails form={form} fixed={!administrator} />
          </Section>
          <Section title={t("setUp.retention")} lead={t("setUp.retentionDescription")}>
            <Stack gap={4}>
              {RETENTION.map((kind) => (
                <FormField key={kind} form={form} name={`retention.${kind}`}>
                  {(field) => (
                    <TextField
                      {...field}
                      label={textsOf("setUp.retentionOf")[kind]}
                      hint={textsOf("setUp.retentionHints")[kind]}
                      inputMode="numeric"
                      width="short"
                      readOnly={!administrator}
                    />
                  )}
                </FormField>
              ))}
              <FormField form={form} name="retention.notice_days">
                {(field) => (
                  <TextField
                    {...field}
                    label={t("setUp.noticeDays")}
                    hint={t("setUp.noticeDaysHint")}
                    inputMode="numeric"
                    width="short"
                    readOnly={!administrator}
                  />
                )}
              </FormField>
            </Stack>
          </Section>
          <Section title={t("setUp.prescribed")} lead={t("setUp.prescribedDescription")}>
            <Stack gap={4}>
              <FormField form={form} name="retention.prescribed.months">
                {(field) => (
                  <TextField
                    {...field}
                    label={t("setUp.prescribedMonths")}
                    hint={t("setUp.prescribedMonthsHint")}
                    inputMode="numeric"
                    width="short"
                    readOnly={!administrator}
                  />
                )}
              </FormField>
              <FormField form={form} name="retention.prescribed.reason">
                {(field) => (
                  <TextArea
                    {...field}
                    label={t("setUp.prescribedReason")}
                    hint={t("setUp.prescribedReasonHint")}
                    rows={2}
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

function Mails({ form, fixed }: { form: ApiForm<Values>; fixed: boolean }) {
  const quiet = useWatch({ control: form.control, name: "mails.quiet" });
  return (
    <Stack gap={4}>
      <FormField form={form} name="mails.names_deciders">
        {(field) => (
          <SwitchField
            {...field}
            label={t("setUp.namesDeciders")}
            hint={t("setUp.namesDecidersHint")}
            disabled={fixed}
          />
        )}
      </FormField>
      <FormField form={form} name="mails.quiet">
        {(field) => (
          <SwitchField {...field} label={t("setUp.quiet")} hint={t("setUp.quietHint")} disabled={fixed} />
        )}
      </FormField>
      {quiet && (
        <Row gap={4}>
          <FormField form={form} name="mails.quiet_from">
            {(field) => <TextField {...field} label={t("setUp.quietFrom")} width="short" readOnly={fixed} />}
          </FormField>
          <FormField form={form} name="mails.quiet_to">
            {(field) => <TextField {...field} label={t("setUp.quietTo")} width="short" readOnly={fixed} />}
          </FormField>
        </Row>
      )}
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
const changeOf = ({ review_days, lease_minutes, reasons, reminders, retention, mails }: Values) => ({
  review_days: Number(review_days),
  lease_minutes: Number(lease_minutes),
  reminders: { days: daysOf(reminders.days) ?? [] },
  retention: {
    ...eachKind((kind) => (retention[kind].trim() ? Number(retention[kind]) : null)),
    notice_days: Number(retention.notice_days),
    prescribed: isStated(retention.prescribed)
      ? { months: Number(retention.prescribed.months), reason: retention.prescribed.reason.trim() }
      : null,
  },
  mails,
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
