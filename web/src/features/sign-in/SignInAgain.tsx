import Button from "@cloudscape-design/components/button";
import { useEffect, useRef } from "react";
import { t } from "../../text";
import { session } from "../../session/current";
import type { User } from "../../session/session";
import { SignInForm } from "./SignInForm";

/**
 * Over whatever was open: requests that need a token wait behind it, and go on afterwards. The
 * browser's own dialog keeps everything else out of reach, another dialog too; it closes by itself
 * when there is a session again, and not before.
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
    <dialog
      ref={dialog}
      className="again"
      aria-labelledby="again-title"
      aria-describedby="again-why"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="again-title">{t("signIn.expiredTitle")}</h2>
      <p id="again-why">{t("signIn.expired")}</p>
      <SignInForm email={user.email} heading="" fixed onSignedIn={session.signIn} />
      <div className="again-other">
        <Button variant="inline-link" onClick={() => void session.signOut()}>
          {t("signIn.anotherUser")}
        </Button>
      </div>
    </dialog>
  );
}
