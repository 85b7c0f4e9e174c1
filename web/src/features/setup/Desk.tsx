import Alert from "@cloudscape-design/components/alert";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { fieldsOf } from "../../shared/problemWords";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { saveSettings, settingsOptions } from "../../api/queries/staff/academy";
import type { OfferedReason, Settings } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { useNotify } from "../../shared/notify";
import { useTitle } from "../../shared/Page";
import { t, textsOf } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { SaveFailed } from "../../shared/staff/SaveFailed";
import { useFocusOnError } from "../../shared/staff/useFocusOnError";

const USES = kindsOf(textsOf("setUp.uses"));

function formOf(settings: Settings) {
  return {
    timeZone: settings.time_zone,
    reviewDays: String(settings.review_days),
    leaseMinutes: String(settings.lease_minutes),
    reasons: settings.reasons,
  };
}

/** How the academy works through its queue: time zone, promise, lease, and reasons. */
export default function Desk() {
  useTitle(t("setUp.desk"));
  const { id: academy_id, settings, administrator } = useAcademy();
  const client = useQueryClient();
  const { mutateAsync, isPending: busy } = useMutation(saveSettings(academy_id));
  const notify = useNotify();
  const [form, setForm] = useState(() => formOf(settings));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<unknown>();
  const fields = useRef<HTMLDivElement>(null);
  useFocusOnError(fields, errors);
  const set = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part });
    setErrors({});
  };
  const reason = (at: number, part: Partial<OfferedReason>) =>
    set({ reasons: form.reasons.map((other, place) => (place === at ? { ...other, ...part } : other)) });

  async function save() {
    setFailure(undefined);
    setErrors({});
    try {
      const answer = await mutateAsync({
        body: {
          time_zone: form.timeZone,
          review_days: Number(form.reviewDays),
          lease_minutes: Number(form.leaseMinutes),
          reasons: form.reasons.map((offered) => ({
            ...offered,
            id: offered.id || slug(offered.text, form.reasons),
          })),
        },
        version: settings.version,
      });
      notify("success", t("setUp.deskSaved"));
      setForm(formOf(answer));
    } catch (error) {
      setErrors(fieldsOf(error));
      setFailure(error);
    }
  }

  async function showLatest() {
    try {
      setForm(formOf(await client.query({ ...settingsOptions(academy_id), staleTime: 0 })));
      setFailure(undefined);
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t("setUp.deskDescription")}>
        {t("setUp.desk")}
      </Header>
      {!administrator && <Alert type="info">{t("setUp.administratorsOnly")}</Alert>}
      <div ref={fields}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{t("setUp.pace")}</Header>}>
            <div className="pair">
              <FormField
                label={t("setUp.reviewDays")}
                constraintText={t("setUp.reviewDaysHint")}
                errorText={errors["review_days"]}
                stretch
              >
                <Input
                  value={form.reviewDays}
                  onChange={({ detail }) => set({ reviewDays: detail.value })}
                  type="number"
                  readOnly={!administrator}
                />
              </FormField>
              <FormField
                label={t("setUp.leaseMinutes")}
                constraintText={t("setUp.leaseMinutesHint")}
                errorText={errors["lease_minutes"]}
                stretch
              >
                <Input
                  value={form.leaseMinutes}
                  onChange={({ detail }) => set({ leaseMinutes: detail.value })}
                  type="number"
                  readOnly={!administrator}
                />
              </FormField>
              <FormField
                label={t("setUp.timeZone")}
                constraintText={t("setUp.timeZoneHint")}
                errorText={errors["time_zone"]}
                stretch
              >
                <Select
                  selectedOption={{ value: form.timeZone, label: form.timeZone }}
                  options={["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({
                    value: zone,
                    label: zone,
                  }))}
                  filteringType="auto"
                  virtualScroll
                  disabled={!administrator}
                  onChange={({ detail }) => set({ timeZone: detail.selectedOption.value ?? "UTC" })}
                />
              </FormField>
            </div>
          </Container>
          <Container
            header={
              <Header variant="h2" description={t("setUp.reasonsDescription")}>
                {t("setUp.reasons")}
              </Header>
            }
          >
            <AttributeEditor
              items={form.reasons}
              addButtonText={t("setUp.addReason")}
              gridLayout={[
                { rows: [[5, 3]], removeButton: { width: "auto" }, breakpoint: "xs" },
                { rows: [[1], [1]], removeButton: { ownRow: true } },
              ]}
              removeButtonText={t("common.remove")}
              removeButtonAriaLabel={(offered) => `${t("common.remove")}: ${offered.text}`}
              disableAddButton={!administrator || form.reasons.length >= 40}
              isItemRemovable={() => administrator && form.reasons.length > 1}
              onAddButtonClick={() =>
                set({
                  reasons: [...form.reasons, { id: "", text: "", uses: ["decline", "request_changes"] }],
                })
              }
              onRemoveButtonClick={({ detail }) =>
                set({ reasons: form.reasons.filter((_, at) => at !== detail.itemIndex) })
              }
              definition={[
                {
                  label: t("setUp.reasonText"),
                  control: (offered, at) => (
                    <Input
                      value={offered.text}
                      readOnly={!administrator}
                      onChange={({ detail }) => reason(at, { text: detail.value })}
                    />
                  ),
                  errorText: (_, at) => errors[`reasons.${at}.text`] ?? errors[`reasons.${at}.id`],
                },
                {
                  label: t("setUp.reasonUses"),
                  control: (offered, at) => (
                    <div
                      className="checks-row"
                      role="group"
                      aria-label={`${t("setUp.reasonUses")}: ${offered.text}`}
                    >
                      {USES.map((use) => (
                        <Checkbox
                          key={use}
                          checked={offered.uses.includes(use)}
                          disabled={!administrator}
                          onChange={({ detail }) =>
                            reason(at, {
                              uses: USES.filter((other) =>
                                other === use ? detail.checked : offered.uses.includes(other),
                              ),
                            })
                          }
                        >
                          {t(`setUp.uses.${use}`)}
                        </Checkbox>
                      ))}
                    </div>
                  ),
                  errorText: (_, at) => errors[`reasons.${at}.uses`],
                },
              ]}
            />
          </Container>
        </SpaceBetween>
      </div>
      {failure !== undefined && <SaveFailed error={failure} onShowLatest={() => void showLatest()} />}
      {administrator && (
        <Box float="right">
          <Button variant="primary" loading={busy} onClick={() => void save()}>
            {t("common.save")}
          </Button>
        </Box>
      )}
    </SpaceBetween>
  );
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
