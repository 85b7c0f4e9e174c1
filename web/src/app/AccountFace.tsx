import { ChevronDown } from "lucide-react";
import { useUser } from "../session/useSession";
import { t } from "../text";
import { Avatar } from "../ui/Avatar";
import { Icon } from "../ui/Icon";
import { VisuallyHidden } from "../ui/VisuallyHidden";
import css from "./Account.module.css";

/** Who is signed in: what the button of the menu shows. */
export function AccountFace() {
  const { name } = useUser();
  return (
    <>
      <Avatar name={name} size="small" />
      <VisuallyHidden>{t("shell.account")}: </VisuallyHidden>
      <span className={css.name}>{name}</span>
      <Icon of={ChevronDown} size={16} />
    </>
  );
}

/** What is seen before there is a menu. */
export function AccountToCome() {
  return (
    <span className={css.account}>
      <AccountFace />
    </span>
  );
}
