import Alert from "@cloudscape-design/components/alert";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { inviteStaff, saveMember } from "../../api/queries/staff/academy";
import { foundLearnersOptions } from "../../api/queries/staff/learners";
import type { InvitedMember, Learner, Role } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { useNotify } from "../../shared/notify";
import { usePaused } from "../../shared/usePaused";
import { type Below, t, textsOf } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { fieldsOf } from "../../shared/problemWords";
import { NameField, RoleField, why } from "./staffFields";

const PAUSE_MS = 250;

interface Form {
  who: Below<"setUp.whoKinds">;
  mail: string;
  principal: string;
  name: string;
  role: Role;
}

/** Add somebody to the staff: a person by a mail, a system by the role it signs with. */
export default function Invite({ onClose }: { onClose: () => void }) {
  const { id: academy_id } = useAcademy();
  const notify = useNotify();
  const [form, setForm] = useState<Form>({
    who: "person",
    mail: "",
    principal: "",
    name: "",
    role: "reviewer",
  });
  const inviting = useMutation(inviteStaff(academy_id));
  const saving = useMutation(saveMember(academy_id));
  const person = form.who === "person";
  const said = { name: form.name.trim(), role: form.role };

  const { error: failure, isPending: busy } = person ? inviting : saving;
  const errors = fieldsOf(failure);

  function send() {
    if (person) return inviting.mutate({ ...said, mail: form.mail.trim() });
    saving.mutate(
      { principal: form.principal.trim(), body: said },
      {
        onSuccess: () => {
          notify("success", t("setUp.saved", { name: said.name }));
          onClose();
        },
      },
    );
  }

  if (inviting.data) return <Next member={inviting.data} mail={form.mail.trim()} onClose={onClose} />;
  const missing = !said.name || !(person ? form.mail : form.principal).trim();
  return (
    <Modal
      visible
      header={t("setUp.addStaff")}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" loading={busy} disabled={missing} onClick={send}>
              {person ? t("setUp.invite") : t("setUp.addStaff")}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure && <Alert type="error">{why(failure)}</Alert>}
        <FormField label={t("setUp.who")} stretch>
          <RadioGroup
            value={form.who}
            onChange={({ detail }) => setForm({ ...form, who: detail.value as Form["who"] })}
            items={kindsOf(textsOf("setUp.whoKinds")).map((who) => ({
              value: who,
              label: t(`setUp.whoKinds.${who}`),
              description: t(`setUp.whoHelp.${who}`),
            }))}
          />
        </FormField>
        {person ? (
          <MailField
            value={form.mail}
            error={errors["mail"]}
            onChange={(mail) => setForm({ ...form, mail })}
            onChosen={({ mail, name }) => setForm({ ...form, mail, name })}
          />
        ) : (
          <FormField
            label={t("setUp.systemRole")}
            constraintText={t("setUp.systemRoleHint")}
            errorText={errors["principal"]}
            stretch
          >
            <Input
              value={form.principal}
              onChange={({ detail }) => setForm({ ...form, principal: detail.value })}
            />
          </FormField>
        )}
        <NameField value={form.name} error={errors["name"]} onChange={(name) => setForm({ ...form, name })} />
        <RoleField value={form.role} error={errors["role"]} onChange={(role) => setForm({ ...form, role })} />
      </SpaceBetween>
    </Modal>
  );
}

interface MailProps {
  value: string;
  error: string | undefined;
  onChange: (mail: string) => void;
  onChosen: (learner: Learner) => void;
}

/** A mail address, or that of a learner who is found by what they are called. */
function MailField({ value, error, onChange, onChosen }: MailProps) {
  const { found, searching } = useLearnersFound(value.trim());
  return (
    <FormField
      label={t("setUp.inviteMail")}
      constraintText={t("setUp.inviteMailHint")}
      errorText={error}
      stretch
    >
      <Autosuggest
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        onSelect={({ detail }) => {
          const chosen = found.find((learner) => learner.mail === detail.value);
          if (chosen) onChosen(chosen);
        }}
        filteringType="manual"
        statusType={searching ? "loading" : "finished"}
        loadingText={t("setUp.inviteSearching")}
        enteredTextLabel={(typed) => t("setUp.useMail", { mail: typed })}
        options={
          found.length
            ? [
                {
                  label: t("setUp.inviteSuggested"),
                  options: found.map(({ mail, name }) => ({ value: mail, label: name, description: mail })),
                },
              ]
            : []
        }
      />
    </FormField>
  );
}

/** Learners whose name or address begins so, asked for when the typing pauses. */
function useLearnersFound(search: string): { found: Learner[]; searching: boolean } {
  const { id: academy_id } = useAcademy();
  const words = usePaused(search, PAUSE_MS);
  // An address can be typed without suggestions.
  const { data = [], isFetching } = useQuery({
    ...foundLearnersOptions(academy_id, words),
    enabled: Boolean(words),
  });
  const waits = words !== search;
  return { found: waits ? [] : data, searching: Boolean(search) && (waits || isFetching) };
}

interface NextProps {
  member: InvitedMember;
  mail: string;
  onClose: () => void;
}

/** What somebody who was invited does next, for whoever invited them to pass on. */
function Next({ member, mail, onClose }: NextProps) {
  return (
    <Modal
      visible
      header={t("setUp.invitedTitle", { name: member.name })}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {t("setUp.invitedDone")}
          </Button>
        </Box>
      }
    >
      <Box variant="h3">{t("setUp.invitedNext")}</Box>
      <ol>
        {member.next_steps.map((step) => (
          <li key={step}>{t(`setUp.nextStep.${step}`, { mail })}</li>
        ))}
      </ol>
    </Modal>
  );
}
