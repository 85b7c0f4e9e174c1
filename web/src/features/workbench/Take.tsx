import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { Assignment } from "../../api/types";
import { useUser } from "../../session/useSession";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";

interface Props {
  assignment: Assignment | undefined;
  onAssign: (principal: string | null) => void;
}

/** Take a certificate for review, give it back or, as an administrator, give it to somebody. */
export function Take({ assignment, onAssign }: Props) {
  const { id: me } = useUser();
  const { staff, administrator } = useAcademy();
  const mine = assignment?.principal === me;
  const others = administrator ? (staff ?? []).filter((member) => member.principal !== me) : [];
  const main = mine ? t("review.giveBack") : assignment ? t("review.takeOver") : t("review.take");
  const onMain = () => onAssign(mine ? null : me);
  if (!administrator) {
    return (
      <Button disabled={Boolean(assignment) && !mine} onClick={onMain}>
        {mine ? main : t("review.take")}
      </Button>
    );
  }
  return (
    <ButtonDropdown
      mainAction={{ text: main, onClick: onMain }}
      ariaLabel={t("review.moreTaking")}
      expandToViewport
      items={[
        ...(assignment && !mine ? [{ id: "", text: t("review.giveBack") }] : []),
        {
          text: t("review.giveTo"),
          items: others.map((member) => ({
            id: member.principal,
            text: member.name,
            disabled: member.principal === assignment?.principal,
          })),
        },
      ]}
      onItemClick={({ detail }) => onAssign(detail.id || null)}
    />
  );
}
