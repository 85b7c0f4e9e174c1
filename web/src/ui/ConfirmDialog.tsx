import type { ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

interface Props {
  open: boolean;
  /** A question that the buttons answer. */
  title: ReactNode;
  /** What will be so, and whether it can be undone. */
  children?: ReactNode;
  /** What is done, as a verb. */
  confirm: string;
  cancel: string;
  danger?: boolean;
  busy?: boolean;
  /** What has to be seen first is not there yet. */
  unready?: boolean;
  size?: "small" | "large";
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks once more before something that is hard to undo. */
export function ConfirmDialog(props: Props) {
  const { open, title, children, confirm, cancel, danger = false, busy = false, onConfirm, onCancel } = props;
  const { unready = false, size = "small" } = props;
  return (
    <Dialog
      open={open}
      role="alertdialog"
      size={size}
      title={title}
      onCloseRequest={() => {
        if (!busy) onCancel();
      }}
      footer={
        <>
          {/* Enter, pressed too soon, destroys nothing. */}
          <Button variant="secondary" autoFocus disabled={busy} onPress={onCancel}>
            {cancel}
          </Button>
          <Button variant={danger ? "danger" : "primary"} busy={busy} disabled={unready} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
