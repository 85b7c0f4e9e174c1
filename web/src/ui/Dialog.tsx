import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "./cx";
import css from "./Dialog.module.css";
import { IconButton } from "./IconButton";
import { useWords } from "./words";

export interface DialogProps {
  open: boolean;
  /** Somebody wants it closed: by Escape, the cross, or a press beside it. It closes when `open` says so. */
  onCloseRequest: () => void;
  title: ReactNode;
  /** Below the title: what this is about. */
  lead?: ReactNode;
  /** Its actions, the primary one last. */
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
  /** A press beside it asks to close it, too; not where somebody enters something. */
  lightly?: boolean;
  /** Has to be answered: no cross, no Escape. */
  binding?: boolean;
  role?: "dialog" | "alertdialog";
  children?: ReactNode;
}

/** Something to do before going on; fills a phone's screen. */
export function Dialog(props: DialogProps) {
  return <Window {...props} shape={cx(css.dialog, css[props.size ?? "medium"])} overlay={css.overlay!} />;
}

/** What a dialog and a drawer have in common. */
export function Window(props: DialogProps & { shape: string; overlay: string }) {
  const { open, onCloseRequest, title, lead, footer, lightly, binding, role = "dialog", children } = props;
  const words = useWords();
  return (
    <ModalOverlay
      className={cx(css.scrim, props.overlay)}
      isOpen={open}
      onOpenChange={(wanted) => !wanted && onCloseRequest()}
      isDismissable={lightly ?? false}
      isKeyboardDismissDisabled={binding ?? false}
    >
      <Modal className={props.shape}>
        <AriaDialog role={role} className={css.inner}>
          <header className={css.head}>
            <div className={css.titles}>
              <Heading slot="title" level={2} className={css.title}>
                {title}
              </Heading>
              {lead && <p className={css.lead}>{lead}</p>}
            </div>
            {!binding && <IconButton icon={X} label={words.close} onPress={onCloseRequest} />}
          </header>
          {children !== undefined && <div className={css.body}>{children}</div>}
          {footer && <footer className={css.foot}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
