import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { words } from "../api/errors";
import { staffCall } from "../api/staff";
import type { StaffCertificate } from "../api/types";
import { text } from "../text";
import { type Conflict, isConflict } from "./conflict";
import { BASE, type ReviewPath } from "./paths";

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
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function withdraw() {
    setBusy(true);
    setFailure(undefined);
    try {
      await staffCall("delete", BASE, { path, version: certificate.version });
      onDone();
    } catch (error) {
      if (isConflict(error) && (await conflict.explain(error))) return onClose();
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Modal
      visible
      header={t.withdrawTitle}
      closeAriaLabel={text.common.close}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void withdraw()}>
              {text.certificate.withdrawConfirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure !== undefined && <Alert type="error">{words(failure)}</Alert>}
        <Box>{t.withdrawText}</Box>
      </SpaceBetween>
    </Modal>
  );
}
