import { useEffect, useRef } from "react";
import { session } from "../../session/current";
import type { User } from "../../session/session";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Over } from "./Over";
import { SignInForm } from "./SignInForm";
import { Otherwise } from "./Step";

/**
 * Over whatever was open: requests that need a token wait behind it, and go on afterwards. It closes by
 * itself when there is a session again, and not before.
 */
export default function SignInAgain({ user }: { user: User }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = dialog.current!;
    const before = document.activeElement;
    const open = () => {
      if (opened.isConnected && !opened.open) opened.showModal();
    };
    open();
    opened.querySelector<HTMLInputElement>("input[type=password]")?.focus();
    // Browsers close it when Esc is pressed twice, whatever the page says.
    opened.addEventListener("close", open);
    return () => {
      opened.removeEventListener("close", open);
      // A dialog that is taken away gives no focus back, as one does that is closed.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <Over
      ref={dialog}
      title={t("signIn.expiredTitle")}
      why={t("signIn.expired")}
      onCancel={(event) => event.preventDefault()}
    >
      <SignInForm email={user.email} heading="" fixed onSignedIn={session.signIn} />
      <Otherwise>
        <Button variant="quiet" onPress={() => void session.signOut()}>
          {t("signIn.anotherUser")}
        </Button>
      </Otherwise>
    </Over>
  );
}
