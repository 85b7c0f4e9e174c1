import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./Icon";
import { IconButton } from "./IconButton";
import css from "./Notice.module.css";
import tones from "./tone.module.css";
import { useWords } from "./words";

export type NoticeKind = "info" | "success" | "warning" | "error";

export const NOTICE_ICONS: Record<NoticeKind, LucideIcon> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
};

interface Props {
  kind: NoticeKind;
  title?: ReactNode;
  /** What can be done about it: buttons. */
  action?: ReactNode;
  onDismiss?: () => void;
  /** It appears while somebody works: an error is said at once, the rest politely. */
  announced?: boolean;
  children?: ReactNode;
}

/** What one has to know here, in its place on the page; what passes is a toast. */
export function Notice({ kind, title, action, onDismiss, announced = false, children }: Props) {
  const words = useWords();
  return (
    <div
      className={cx(css.notice, tones[kind === "error" ? "danger" : kind])}
      role={announced ? (kind === "error" ? "alert" : "status") : undefined}
    >
      <span className={css.icon}>
        <Icon of={NOTICE_ICONS[kind]} size={20} />
      </span>
      <div className={css.words}>
        {title && <strong className={css.title}>{title}</strong>}
        {children && <div>{children}</div>}
        {action && <div className={css.action}>{action}</div>}
      </div>
      {onDismiss && <IconButton icon={X} label={words.dismiss} size="small" onPress={onDismiss} />}
    </div>
  );
}
