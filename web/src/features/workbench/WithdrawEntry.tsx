import { useMutation } from "@tanstack/react-query";
import { withdrawEntry } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { Confirm } from "../../shared/Confirm";
import { t } from "../../text";
import { type Conflict, isConflict } from "../../shared/staff/conflict";
import { useAcademy } from "../../shared/staff/academy";

interface Props {
  certificate: StaffCertificate;
  conflict: Conflict;
  onClose: () => void;
  onDone: () => void;
}

/** Take back what staff entered. */
export function WithdrawEntry({ certificate, conflict, onClose, onDone }: Props) {
  const { id } = useAcademy();
  const { mutateAsync } = useMutation(withdrawEntry(id));

  async function withdraw() {
    try {
      await mutateAsync(certificate);
    } catch (error) {
      if (isConflict(error) && (await conflict.explain(error))) return onClose();
      throw error;
    }
    onDone();
  }

  return (
    <Confirm
      title={t("review.entered.withdrawTitle")}
      action={t("certificate.withdrawConfirm")}
      onConfirm={withdraw}
      onClose={onClose}
    >
      {t("review.entered.withdrawText")}
    </Confirm>
  );
}
