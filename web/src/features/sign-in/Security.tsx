import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { keys } from "../../api/keys";
import { words } from "../../api/problemWords";
import { readSecondFactor } from "../../api/staff";
import { Refused } from "../../errors";
import {
  confirmAuthenticator,
  giveUpSecondFactor,
  iHaveASecondFactor,
  newAuthenticator,
} from "../../session/account";
import type { User } from "../../session/session";
import { useUser } from "../../session/useSession";
import { useTitle } from "../../shared/Page";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { StatusBadge } from "../../ui/StatusBadge";
import { toast } from "../../ui/toast";
import Enrolment from "./Enrolment";
import css from "./Security.module.css";

/** How somebody signs in, and what it takes. */
export default function Security() {
  useTitle(t("secondFactor.page"));
  const user = useUser();
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
  return (
    <div className={css.page}>
      <PageHeader title={t("secondFactor.page")} lead={user.email} />
      {error ? (
        <Notice
          kind="error"
          announced
          title={t("errors.loading")}
          action={<Button onPress={() => void refetch()}>{t("errors.retry")}</Button>}
        >
          {words(error)}
        </Notice>
      ) : !value || isFetching ? (
        <Skeleton shape="card" height={220} />
      ) : (
        <Card>
          <Section title={t("secondFactor.heading")} lead={t("secondFactor.about")}>
            {/* Reading anew also tells the staff list, which else would go by what was before. */}
            <SecondFactor {...value} user={user} onChanged={() => void refetch()} />
          </Section>
        </Card>
      )}
    </div>
  );
}

interface SecondFactorProps {
  enabled: boolean;
  /** The academy asks for one. */
  required: boolean;
  user: User;
  onChanged: () => void;
}

function SecondFactor({ enabled, required, user, onChanged }: SecondFactorProps) {
  const [doing, setDoing] = useState<"setting up" | "switching off">();

  function changed(isOn: boolean) {
    toast.success(isOn ? t("secondFactor.isOn") : t("secondFactor.isOff"));
    onChanged();
  }

  async function confirm(code: string) {
    await confirmAuthenticator(code);
    changed(true);
  }

  return (
    <Stack gap={4} align="start">
      <StatusBadge
        tone={enabled ? "success" : "neutral"}
        label={enabled ? t("secondFactor.on") : t("secondFactor.off")}
        {...(enabled && { icon: ShieldCheck })}
      />
      {required && <Notice kind={enabled ? "info" : "warning"}>{t("secondFactor.required")}</Notice>}
      {doing === "setting up" ? (
        <Stack gap={3} align="start">
          <Enrolment email={user.email} begin={newAuthenticator} confirm={confirm} />
          <Button variant="quiet" onPress={() => setDoing(undefined)}>
            {t("common.cancel")}
          </Button>
        </Stack>
      ) : (
        <Row gap={2}>
          <Button variant={enabled ? "secondary" : "primary"} onPress={() => setDoing("setting up")}>
            {enabled ? t("secondFactor.replace") : t("secondFactor.setUp")}
          </Button>
          {enabled && !required && (
            <Button onPress={() => setDoing("switching off")}>{t("secondFactor.switchOff")}</Button>
          )}
        </Row>
      )}
      <SwitchOff
        open={doing === "switching off"}
        onClose={() => setDoing(undefined)}
        onDone={() => changed(false)}
      />
    </Stack>
  );
}

interface SwitchOffProps {
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

function SwitchOff({ open, onClose, onDone }: SwitchOffProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  async function switchOff() {
    setBusy(true);
    setFailure(undefined);
    try {
      await giveUpSecondFactor();
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <ConfirmDialog
      open={open}
      title={t("secondFactor.switchOffTitle")}
      confirm={t("secondFactor.switchOff")}
      cancel={t("common.cancel")}
      danger
      busy={busy}
      onConfirm={() => void switchOff()}
      onCancel={onClose}
    >
      <Stack gap={3}>
        {failure !== undefined && (
          <Notice kind="error" announced>
            {words(failure)}
          </Notice>
        )}
        <p>{t("secondFactor.switchOffWhat")}</p>
      </Stack>
    </ConfirmDialog>
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
