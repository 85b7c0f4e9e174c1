import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/keys";
import { words } from "../../api/problemWords";
import { grouped, setUpAddress } from "../../session/totp";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Skeleton } from "../../ui/Skeleton";
import { CodeForm } from "./CodeForm";
import css from "./Enrolment.module.css";
import { QrCode } from "./QrCode";

interface Props {
  email: string;
  /** Get a new authenticator's secret. */
  begin: () => Promise<string>;
  /** Take the authenticator over, with a code that it shows. */
  confirm: (code: string) => Promise<void>;
}

/** Set up an authenticator app: scan or type its secret, then show that it works. */
export default function Enrolment({ email, begin, confirm }: Props) {
  // Each time it is set up, there is another secret; none of them stays here.
  const {
    data: secret,
    error,
    refetch,
  } = useQuery({
    queryKey: keys.account("authenticator"),
    queryFn: begin,
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) {
    return (
      <Notice
        kind="error"
        announced
        title={t("errors.loading")}
        action={<Button onPress={() => void refetch()}>{t("errors.retry")}</Button>}
      >
        {words(error)}
      </Notice>
    );
  }
  if (!secret) return <Skeleton shape="card" height={320} />;
  return (
    <div className={css.enrolment}>
      <ol className={css.steps}>
        <li>{t("secondFactor.stepApp")}</li>
        <li>
          {t("secondFactor.stepScan")}
          <div className={css.key}>
            <QrCode says={setUpAddress(secret, t("product"), email)} label={t("secondFactor.qr")} />
            <div>
              <div className={css.soft}>{t("secondFactor.stepType")}</div>
              <code className={css.secret} translate="no">
                {grouped(secret)}
              </code>
            </div>
          </div>
        </li>
        <li>{t("secondFactor.stepCode")}</li>
      </ol>
      <CodeForm submit={t("secondFactor.confirm")} onCode={confirm} />
    </div>
  );
}
