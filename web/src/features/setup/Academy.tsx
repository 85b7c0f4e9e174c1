import "../../text/setup";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { saveSettings, settingsOptions } from "../../api/queries/staff/academy";
import type { Settings } from "../../api/types";
import { Form } from "../../form/Form";
import { FormField } from "../../form/FormField";
import { type ApiForm, useApiForm } from "../../form/useApiForm";
import { useUnsaved } from "../../form/useUnsaved";
import { useTitle } from "../../shared/Page";
import { useAcademy, useSettings } from "../../shared/staff/academy";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { SelectField } from "../../ui/SelectField";
import { TextField } from "../../ui/TextField";
import { Row, Split, Stack } from "../../ui/layout";
import { toast } from "../../ui/toast";
import css from "./Academy.module.css";
import { AccentField } from "./AccentField";
import { explainConflict } from "./Conflict";
import { FacePreview } from "./FacePreview";
import { LogoField } from "./LogoField";
import { bodyOf, DEFAULT_ZONE } from "./settings";

const ZONES = [DEFAULT_ZONE, ...Intl.supportedValuesOf("timeZone")].map((zone) => ({
  value: zone,
  label: zone.replaceAll("_", " "),
}));

interface Values {
  name: string;
  accent: string;
  logo: string;
  time_zone: string;
}

const valuesOf = ({ name, accent, logo, time_zone }: Settings): Values => ({
  name: name ?? "",
  accent: accent ?? "",
  logo: logo ?? "",
  time_zone,
});

/** The academy's face: what it is called, and how everybody recognises it. */
export default function Academy() {
  useTitle(t("academy.title"));
  const { id, administrator } = useAcademy();
  const settings = useSettings();
  const client = useQueryClient();
  const { mutateAsync } = useMutation(saveSettings(id));
  const form = useApiForm({
    of: "SettingsBody",
    defaults: valuesOf(settings),
    required: ["name"],
    send: ({ name, accent, logo, time_zone }) =>
      mutateAsync({
        body: bodyOf(settings, { name: name.trim(), accent: accent || null, logo: logo || null, time_zone }),
        version: settings.version,
      }),
    onSent: (saved) => {
      toast.success(t("academy.saved"));
      form.startOver(valuesOf(saved));
    },
  });
  useUnsaved(form);
  const showLatest = async () =>
    form.startOver(valuesOf(await client.query({ ...settingsOptions(id), staleTime: 0 })));
  const fixed = !administrator;
  return (
    <Stack gap={6}>
      <PageHeader title={t("academy.title")} lead={t("academy.lead")} />
      {fixed && <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>}
      <Split
        width={400}
        sticky
        aside={
          <Section title={t("academy.previewTitle")} level={2}>
            <Preview academy={id} form={form} />
          </Section>
        }
      >
        <Form form={form} explain={explainConflict(() => void showLatest())}>
          <Stack gap={6}>
            <Section title={t("academy.face")}>
              <Stack gap={5}>
                <FormField form={form} name="name">
                  {(field) => (
                    <TextField
                      {...field}
                      label={t("academy.name")}
                      hint={t("academy.nameHint")}
                      readOnly={fixed}
                      autoComplete="organization"
                    />
                  )}
                </FormField>
                <FormField form={form} name="logo">
                  {(field) => <LogoField {...field} fixed={fixed} />}
                </FormField>
                <FormField form={form} name="accent">
                  {(field) => <AccentField {...field} fixed={fixed} />}
                </FormField>
              </Stack>
            </Section>
            <Section title={t("academy.place")}>
              <FormField form={form} name="time_zone">
                {(field) => (
                  <SelectField
                    {...field}
                    label={t("setUp.timeZone")}
                    hint={t("setUp.timeZoneHint")}
                    note={<OwnZone value={field.value} onTake={fixed ? undefined : field.onChange} />}
                    options={ZONES}
                    width="medium"
                    disabled={fixed}
                  />
                )}
              </FormField>
            </Section>
            <Section title={t("academy.address")} lead={t("academy.addressLead")}>
              <Address academy={id} />
            </Section>
            {!fixed && (
              <Row justify="end">
                <Button variant="primary" type="submit" busy={form.busy}>
                  {t("common.save")}
                </Button>
              </Row>
            )}
          </Stack>
        </Form>
      </Split>
    </Stack>
  );
}

/** Alone reads every letter that is typed. */
function Preview({ academy, form }: { academy: string; form: ApiForm<Values> }) {
  const { name = "", accent = "", logo = "" } = useWatch({ control: form.control });
  return <FacePreview name={name.trim() || academy} accent={accent} logo={logo} />;
}

/** Who sets an academy up is mostly where it is. */
function OwnZone({ value, onTake }: { value: string; onTake: ((zone: string) => void) | undefined }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    timeZone: value,
    hour: "numeric",
    minute: "2-digit",
  });
  return (
    <span className={css.zone}>
      {t("academy.clock", { time: clock.format(new Date()) })}
      {onTake && own && own !== value && (
        <Button variant="quiet" size="small" onPress={() => onTake(own)}>
          {t("academy.ownZone", { zone: own.replaceAll("_", " ") })}
        </Button>
      )}
    </span>
  );
}

/** Where the academy's people come in. */
function Address({ academy }: { academy: string }) {
  const [copied, setCopied] = useState(false);
  const address = `${location.origin}/a/${academy}`;
  async function copy() {
    await navigator.clipboard.writeText(address);
    setCopied(true);
    toast.success(t("academy.copied"));
  }
  return (
    <div className={css.address}>
      <code className={css.code}>{address}</code>
      <Button icon={copied ? Check : Copy} size="small" onPress={() => void copy()}>
        {t("academy.copy")}
      </Button>
    </div>
  );
}
