import { useQuery } from "@tanstack/react-query";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Refused } from "../../errors";
import { readSecondFactor } from "../../api/staff";
import { keys } from "../../api/keys";
import { Confirm } from "../../shared/Confirm";
import { useNotify } from "../../shared/notify";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import {
  confirmAuthenticator,
  giveUpSecondFactor,
  iHaveASecondFactor,
  newAuthenticator,
} from "../../session/account";
import Enrolment from "./Enrolment";
import type { User } from "../../session/session";
import { useUser } from "../../session/useSession";

/** How somebody signs in, and what it takes. */
export default function Security() {
  useTitle(t("secondFactor.page"));
  const user = useUser();
  const notify = useNotify();
  const [settingUp, setSettingUp] = useState(false);
  const [switchingOff, setSwitchingOff] = useState(false);
  const {
    data: value,
    error,
    isFetching,
    refetch,
  } = useQuery({
    queryKey: keys.account("security"),
    queryFn: async () => {
      const [enabled, required] = await Promise.all([iHaveASecondFactor(), isRequired(user)]);
      return { enabled, required };
    },
  });

  /** Reading anew also tells the staff list, which else would go by what was before. */
  function changed(enabled: boolean) {
    setSettingUp(false);
    setSwitchingOff(false);
    notify("success", enabled ? t("secondFactor.isOn") : t("secondFactor.isOff"));
    void refetch();
  }

  async function confirm(code: string) {
    await confirmAuthenticator(code);
    changed(true);
  }

  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t("secondFactor.page")}</Header>
      {error ? (
        <LoadFailed error={error} retry={() => void refetch()} />
      ) : !value || isFetching ? (
        <Loading label={t("common.loading")} />
      ) : (
        <Container
          header={
            <Header variant="h2" description={t("secondFactor.about")}>
              {t("secondFactor.heading")}
            </Header>
          }
        >
          <SpaceBetween size="m">
            <StatusIndicator type={value.enabled ? "success" : "stopped"}>
              {value.enabled ? t("secondFactor.on") : t("secondFactor.off")}
            </StatusIndicator>
            {value.required && (
              <Alert type={value.enabled ? "info" : "warning"}>{t("secondFactor.required")}</Alert>
            )}
            {settingUp ? (
              <div className="enrolment">
                <Enrolment email={user.email} begin={newAuthenticator} confirm={confirm} />
                <div className="again-other">
                  <Button variant="inline-link" onClick={() => setSettingUp(false)}>
                    {t("common.cancel")}
                  </Button>
                </div>
              </div>
            ) : (
              <SpaceBetween size="s" direction="horizontal">
                <Button variant={value.enabled ? "normal" : "primary"} onClick={() => setSettingUp(true)}>
                  {value.enabled ? t("secondFactor.replace") : t("secondFactor.setUp")}
                </Button>
                {value.enabled && !value.required && (
                  <Button onClick={() => setSwitchingOff(true)}>{t("secondFactor.switchOff")}</Button>
                )}
              </SpaceBetween>
            )}
          </SpaceBetween>
        </Container>
      )}
      {switchingOff && <SwitchOff onClose={() => setSwitchingOff(false)} onDone={() => changed(false)} />}
    </SpaceBetween>
  );
}

function SwitchOff({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  async function switchOff() {
    await giveUpSecondFactor();
    onDone();
  }
  return (
    <Confirm
      title={t("secondFactor.switchOffTitle")}
      action={t("secondFactor.switchOff")}
      onConfirm={switchOff}
      onClose={onClose}
    >
      {t("secondFactor.switchOffWhat")}
    </Confirm>
  );
}

/** Whether the academy asks for one; only of its staff, and only its staff may ask. */
async function isRequired(user: User): Promise<boolean> {
  if (!user.staff) return false;
  try {
    return (await readSecondFactor(user.academyId)).required;
  } catch (error) {
    // In the group, but on no staff list.
    if (error instanceof Refused && error.status === 403) return false;
    throw error;
  }
}
