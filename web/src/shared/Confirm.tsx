import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { words } from "./problemWords";
import { t } from "../text";

interface Props {
  title: string;
  /** What the button says that does it. */
  action: string;
  /** What it means. */
  children: ReactNode;
  /** Do it; what it throws is said in the dialog, which stays for another try. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
  /** Says why it failed. */
  explain?: (error: unknown) => string;
}

/** Asks once more before something is done. */
export function Confirm({ title, action, children, onConfirm, onClose, explain = words }: Props) {
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure !== undefined && <Alert type="error">{explain(failure)}</Alert>}
        <Box>{children}</Box>
      </SpaceBetween>
    </Modal>
  );
}
