import { useEffect, useRef } from "react";
import { readSecondFactor } from "../../api/staff";
import { confirmAuthenticator, newAuthenticator } from "../../session/account";
import { secondFactorAsked } from "../../session/secondFactor";
import type { User } from "../../session/session";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import Enrolment from "./Enrolment";
import { Over } from "./Over";
import { Otherwise } from "./Step";

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
    <Over
      ref={dialog}
      title={t("secondFactor.neededTitle")}
      why={t("secondFactor.needed")}
      onClose={() => secondFactorAsked.answer(false)}
    >
      <Enrolment email={user.email} begin={newAuthenticator} confirm={confirm} />
      <Otherwise>
        <Button variant="quiet" onPress={() => secondFactorAsked.answer(false)}>
          {t("secondFactor.notNow")}
        </Button>
      </Otherwise>
    </Over>
  );
}
