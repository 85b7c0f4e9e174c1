import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { removeMember, saveMember } from "../../api/queries/staff/academy";
import type { Role, StaffMember } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Confirm } from "../../shared/Confirm";
import { useNotify } from "../../shared/notify";
import { useTitle } from "../../shared/Page";
import { useNarrow } from "../../shared/useMedia";
import { t } from "../../text";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import Invite from "./Invite";
import { fieldsOf } from "../../shared/problemWords";
import { isSystem, NameField, RoleField, why } from "./staffFields";

export default function Staff() {
  useTitle(t("setUp.staff"));
  const { administrator } = useAcademy();
  const staff = useStaff();
  const user = useUser();
  const narrow = useNarrow();
  const [editing, setEditing] = useState<StaffMember | "new">();
  const [removing, setRemoving] = useState<StaffMember>();
  if (!administrator) {
    return (
      <SpaceBetween size="l">
        <Header variant="h1">{t("setUp.staff")}</Header>
        <Alert type="info">{t("setUp.administratorsOnly")}</Alert>
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t("setUp.staffDescription")}
        actions={
          <Button variant="primary" iconName="add-plus" onClick={() => setEditing("new")}>
            {t("setUp.addStaff")}
          </Button>
        }
      >
        {t("setUp.staff")}
      </Header>
      <Table
        items={staff ?? []}
        trackBy="principal"
        wrapLines={narrow}
        ariaLabels={{ tableLabel: t("setUp.staff") }}
        columnDefinitions={[
          {
            id: "name",
            header: t("setUp.name"),
            isRowHeader: true,
            minWidth: 140,
            cell: (member) => (
              <>
                <b>{member.name}</b>{" "}
                {member.principal === user.id && <span className="soft">({t("setUp.you")})</span>}
                {narrow && (
                  <div className="soft">
                    {t(`setUp.roles.${member.role}`)}
                    {member.invited && <div>{t("setUp.invited")}</div>}
                  </div>
                )}
              </>
            ),
          },
          ...(narrow
            ? []
            : [
                {
                  id: "role",
                  header: t("setUp.role"),
                  minWidth: 120,
                  cell: (member: StaffMember) => t(`setUp.roles.${member.role}`),
                },
                {
                  id: "access",
                  header: t("setUp.access"),
                  minWidth: 200,
                  cell: (member: StaffMember) => <Access member={member} />,
                },
              ]),
          {
            id: "actions",
            header: t("setUp.actions"),
            minWidth: 110,
            cell: (member) => (
              <SpaceBetween direction="horizontal" size="xxs">
                <Button
                  variant="icon"
                  iconName="edit"
                  ariaLabel={t("setUp.editStaff", { name: member.name })}
                  onClick={() => setEditing(member)}
                />
                <Button
                  variant="icon"
                  iconName="remove"
                  ariaLabel={
                    member.principal === user.id
                      ? t("setUp.removeYourself")
                      : t("setUp.removeStaffLabel", { name: member.name })
                  }
                  // Nobody locks themselves out.
                  disabled={member.principal === user.id}
                  onClick={() => setRemoving(member)}
                />
              </SpaceBetween>
            ),
          },
        ]}
      />
      {editing === "new" && <Invite onClose={() => setEditing(undefined)} />}
      {editing && editing !== "new" && <Editor member={editing} onClose={() => setEditing(undefined)} />}
      {removing && <Remove member={removing} onClose={() => setRemoving(undefined)} />}
    </SpaceBetween>
  );
}

/** How somebody comes in. */
function Access({ member }: { member: StaffMember }) {
  if (member.invited) return <StatusIndicator type="pending">{t("setUp.invited")}</StatusIndicator>;
  if (!isSystem(member.principal)) return t("setUp.person");
  return (
    <>
      {t("setUp.system")} <Box variant="code">{member.principal}</Box>
    </>
  );
}

interface EditorProps {
  member: StaffMember;
  onClose: () => void;
}

function Editor({ member, onClose }: EditorProps) {
  const { id: academy_id } = useAcademy();
  const own = member.principal === useUser().id;
  const notify = useNotify();
  const [form, setForm] = useState<{ name: string; role: Role }>(member);
  const { mutate, error: failure, isPending: busy } = useMutation(saveMember(academy_id));
  const errors = fieldsOf(failure);

  function save() {
    const { principal, version } = member;
    const body = { name: form.name.trim(), role: form.role };
    mutate(
      { principal, version, body },
      {
        onSuccess: () => {
          notify("success", t("setUp.saved", { name: body.name }));
          onClose();
        },
      },
    );
  }

  return (
    <Modal
      visible
      header={t("setUp.editStaff", { name: member.name })}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Footer
          label={t("common.save")}
          busy={busy}
          disabled={!form.name.trim()}
          onSend={save}
          onClose={onClose}
        />
      }
    >
      <SpaceBetween size="m">
        {failure && <Alert type="error">{why(failure)}</Alert>}
        <NameField value={form.name} error={errors["name"]} onChange={(name) => setForm({ ...form, name })} />
        <RoleField
          value={form.role}
          error={errors["role"]}
          fixed={own}
          onChange={(role) => setForm({ ...form, role })}
        />
      </SpaceBetween>
    </Modal>
  );
}

interface FooterProps {
  label: string;
  busy: boolean;
  disabled?: boolean;
  onSend: () => void;
  onClose: () => void;
}

function Footer({ label, busy, disabled, onSend, onClose }: FooterProps) {
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button variant="primary" loading={busy} disabled={disabled} onClick={onSend}>
          {label}
        </Button>
      </SpaceBetween>
    </Box>
  );
}

function Remove({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const { id: academy_id } = useAcademy();
  const { mutateAsync } = useMutation(removeMember(academy_id));
  const notify = useNotify();

  async function remove() {
    await mutateAsync(member);
    notify("success", t("setUp.removed", { name: member.name }));
    onClose();
  }

  return (
    <Confirm
      title={t("setUp.removeStaffTitle", { name: member.name })}
      action={t("common.remove")}
      onConfirm={remove}
      onClose={onClose}
      explain={why}
    >
      {t("setUp.removeStaff")}
    </Confirm>
  );
}
