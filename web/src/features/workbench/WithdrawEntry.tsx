import { staffCall } from "../../api/staff";
import type { StaffCertificate } from "../../api/types";
import { Confirm } from "../../shared/Confirm";
import { text } from "../../text";
import { type Conflict, isConflict } from "../../shared/staff/conflict";
import { BASE, type ReviewPath } from "../../shared/staff/paths";

const t = text.review.entered;

interface Props {
  certificate: StaffCertificate;
  path: ReviewPath;
  conflict: Conflict;
  onClose: () => void;
  onDone: () => void;
}

/** Take back what staff entered. */
export function WithdrawEntry({ certificate, path, conflict, onClose, onDone }: Props) {
  async function withdraw() {
    try {
      await staffCall("delete", BASE, { path, version: certificate.version });
    } catch (error) {
      if (isConflict(error) && (await conflict.explain(error))) return onClose();
      throw error;
    }
    onDone();
  }

  return (
    <Confirm
      title={t.withdrawTitle}
      action={text.certificate.withdrawConfirm}
      onConfirm={withdraw}
      onClose={onClose}
    >
      {t.withdrawText}
    </Confirm>
  );
}
