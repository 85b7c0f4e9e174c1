import { useQuery } from "@tanstack/react-query";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Refused } from "../../api/errors";
import { readSecondFactor } from "../../api/staff";
import { keys } from "../../api/keys";
import { Confirm } from "../../shared/Confirm";
import { useNotify } from "../../shared/notify";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { text } from "../../text";
import {
  confirmAuthenticator,
  giveUpSecondFactor,
  iHaveASecondFactor,
  newAuthenticator,
} from "../../session/account";
import Enrolment from "./Enrolment";
import type { User } from "../../session/session";
import { useUser } from "../../session/useSession";

const t = text.secondFactor;

/** How somebody signs in, and what it takes. */
export default function Security() {
  useTitle(t.page);
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
    notify("success", enabled ? t.isOn : t.isOff);
    void refetch();
  }

  async function confirm(code: string) {
    await confirmAuthenticator(code);
    changed(true);
  }

  return (
    <SpaceBetween size="l">
      <Header variant="h1">{t.page}</Header>
      {error ? (
        <LoadFailed error={error} retry={() => void refetch()} />
      ) : !value || isFetching ? (
        <Loading label={text.common.loading} />
      ) : (
        <Container
          header={
            <Header variant="h2" description={t.about}>
              {t.heading}
            </Header>
          }
        >
          <SpaceBetween size="m">
            <StatusIndicator type={value.enabled ? "success" : "stopped"}>
              {value.enabled ? t.on : t.off}
            </StatusIndicator>
            {value.required && <Alert type={value.enabled ? "info" : "warning"}>{t.required}</Alert>}
            {settingUp ? (
              <div className="enrolment">
                <Enrolment email={user.email} begin={newAuthenticator} confirm={confirm} />
                <div className="again-other">
                  <Button variant="inline-link" onClick={() => setSettingUp(false)}>
                    {text.common.cancel}
                  </Button>
                </div>
              </div>
            ) : (
              <SpaceBetween size="s" direction="horizontal">
                <Button variant={value.enabled ? "normal" : "primary"} onClick={() => setSettingUp(true)}>
                  {value.enabled ? t.replace : t.setUp}
                </Button>
                {value.enabled && !value.required && (
                  <Button onClick={() => setSwitchingOff(true)}>{t.switchOff}</Button>
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
    <Confirm title={t.switchOffTitle} action={t.switchOff} onConfirm={switchOff} onClose={onClose}>
      {t.switchOffWhat}
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
