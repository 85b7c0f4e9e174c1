import { Hand } from "lucide-react";
import type { Assignment } from "../../api/types";
import { useUser } from "../../session/useSession";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { MenuButton } from "../../ui/MenuButton";

interface Props {
  assignment: Assignment | undefined;
  onAssign: (principal: string | null) => void;
}

/** Take a certificate for review, give it back or, as an administrator, give it to somebody. */
export function Take({ assignment, onAssign }: Props) {
  const { id: me } = useUser();
  const { administrator } = useAcademy();
  const staff = useStaff();
  const isMine = assignment?.principal === me;
  const others = administrator ? (staff ?? []).filter((member) => member.principal !== me) : [];
  const main = isMine
    ? t("review.giveBack")
    : assignment && administrator
      ? t("review.takeOver")
      : t("review.take");
  const give = [
    ...(assignment && !isMine
      ? [{ id: "nobody", label: t("review.giveBack"), onAction: () => onAssign(null) }]
      : []),
    ...others.map(({ principal, name }) => ({
      id: principal,
      label: name,
      disabled: principal === assignment?.principal,
      onAction: () => onAssign(principal),
    })),
  ];
  return (
    <>
      <Button
        size="small"
        icon={Hand}
        shortcut="t"
        disabled={!administrator && Boolean(assignment) && !isMine}
        onPress={() => onAssign(isMine ? null : me)}
      >
        {main}
      </Button>
      {give.length > 0 && (
        <MenuButton
          size="small"
          dots
          label={t("review.moreTaking")}
          groups={[{ title: t("review.giveTo"), items: give }]}
        />
      )}
    </>
  );
}
