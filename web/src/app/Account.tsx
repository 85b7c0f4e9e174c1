import { KeyRound, LogOut, Mail, UserRound } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { unsaved } from "../form/leaving";
import { session } from "../session/current";
import { useUser } from "../session/useSession";
import { t } from "../text";
import { chooseLanguage, language, LANGUAGES, nameOfLanguage } from "../text/language";
import { Button } from "react-aria-components/Button";
import { Menu } from "../ui/Menu";
import css from "./Account.module.css";
import { AccountFace } from "./AccountFace";
import { APPEARANCES, appearance, setAppearance } from "./appearance";

/** Who is signed in, and what is theirs to set. */
export default function Account() {
  const user = useUser();
  const navigate = useNavigate();
  const [mode, setMode] = useState(appearance());

  async function signOut() {
    await session.signOut();
    // Whoever comes next finds the academy's own door.
    await navigate(`/a/${user.academyId}`);
  }

  return (
    <Menu
      placement="bottom end"
      trigger={
        <Button className={css.account}>
          <AccountFace />
        </Button>
      }
      groups={[
        {
          title: user.email,
          items: [
            {
              id: "security",
              label: t("secondFactor.page"),
              icon: KeyRound,
              onAction: () => void navigate("/security"),
            },
            {
              id: "notifications",
              label: t("mails.title"),
              icon: Mail,
              onAction: () => void navigate("/notifications"),
            },
            {
              id: "my-data",
              label: t("myData.title"),
              icon: UserRound,
              onAction: () => void navigate("/my-data"),
            },
            {
              id: "sign-out",
              label: t("shell.signOut"),
              icon: LogOut,
              onAction: () => unsaved.leave(() => void signOut()),
            },
          ],
        },
        {
          title: t("shell.theme"),
          choose: "one",
          items: APPEARANCES.map((id) => ({
            id,
            label: t(`shell.${id}`),
            checked: mode === id,
            onAction: () => {
              setAppearance(id);
              setMode(id);
            },
          })),
        },
        {
          title: t("shell.language"),
          choose: "one",
          items: LANGUAGES.map((id) => ({
            id,
            label: nameOfLanguage(id),
            checked: language === id,
            onAction: () => chooseLanguage(id),
          })),
        },
      ]}
    />
  );
}
