import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { Assignment } from "../../api/types";
import { useUser } from "../../session/useSession";
import { text } from "../../text";
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
  const main = mine ? text.review.giveBack : assignment ? text.review.takeOver : text.review.take;
  const onMain = () => onAssign(mine ? null : me);
  if (!administrator) {
    return (
      <Button disabled={Boolean(assignment) && !mine} onClick={onMain}>
        {mine ? main : text.review.take}
      </Button>
    );
  }
  return (
    <ButtonDropdown
      mainAction={{ text: main, onClick: onMain }}
      ariaLabel={text.review.moreTaking}
      expandToViewport
      items={[
        ...(assignment && !mine ? [{ id: "", text: text.review.giveBack }] : []),
        {
          text: text.review.giveTo,
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
