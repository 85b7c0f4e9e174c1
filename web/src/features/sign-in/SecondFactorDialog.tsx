import Button from "@cloudscape-design/components/button";
import { useEffect, useRef } from "react";
import { readSecondFactor } from "../../api/staff";
import { t } from "../../text";
import { confirmAuthenticator, newAuthenticator } from "../../session/account";
import Enrolment from "./Enrolment";
import { secondFactorAsked } from "../../session/secondFactor";
import type { User } from "../../session/session";

/** Over whatever was open: the request that was refused goes on as soon as there is one. */
export default function SecondFactorDialog({ user }: { user: User }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);

  async function confirm(code: string) {
    await confirmAuthenticator(code);
    await readSecondFactor(user.academyId);
    secondFactorAsked.answer(true);
  }

  return (
    <dialog
      ref={dialog}
      className="again"
      aria-labelledby="second-factor-title"
      aria-describedby="second-factor-why"
      onClose={() => secondFactorAsked.answer(false)}
    >
      <h2 id="second-factor-title">{t("secondFactor.neededTitle")}</h2>
      <p id="second-factor-why">{t("secondFactor.needed")}</p>
      <Enrolment email={user.email} begin={newAuthenticator} confirm={confirm} />
      <div className="again-other">
        <Button variant="inline-link" onClick={() => secondFactorAsked.answer(false)}>
          {t("secondFactor.notNow")}
        </Button>
      </div>
    </dialog>
  );
}
