import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { LoadFailed } from "../../shared/Page";
import { keys } from "../../api/keys";
import { t } from "../../text";
import { CodeForm } from "./CodeForm";
import { QrCode } from "./QrCode";
import { grouped, setUpAddress } from "../../session/totp";

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
  if (error) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!secret) {
    return (
      <Box textAlign="center" padding="l">
        <Spinner size="large" />
      </Box>
    );
  }
  return (
    <SpaceBetween size="m">
      <ol className="steps">
        <li>{t("secondFactor.stepApp")}</li>
        <li>
          {t("secondFactor.stepScan")}
          <QrCode says={setUpAddress(secret, t("product"), email)} label={t("secondFactor.qr")} />
          <div className="soft">{t("secondFactor.stepType")}</div>
          <code className="secret" translate="no">
            {grouped(secret)}
          </code>
        </li>
        <li>{t("secondFactor.stepCode")}</li>
      </ol>
      <CodeForm submit={t("secondFactor.confirm")} onCode={confirm} />
    </SpaceBetween>
  );
}
