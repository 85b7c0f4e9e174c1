import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { words } from "../../shared/problemWords";
import { useQuery } from "@tanstack/react-query";
import { verificationOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Timeline } from "../../shared/Timeline";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";

interface Props {
  certificate: StaffCertificate;
  open: boolean;
}

export function History({ certificate, open }: Props) {
  const { types, administrator } = useAcademy();
  const { id: reader } = useUser();
  return (
    <ExpandableSection variant="container" headerText={t("certificate.history")} defaultExpanded={open}>
      <SpaceBetween size="m">
        <Timeline events={certificate.events} types={types} reader={reader} />
        {/* Another version has another history to verify. */}
        {administrator && <Verify key={certificate.version} certificate={certificate} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}

type VerifyProps = Pick<Props, "certificate">;

function Verify({ certificate }: VerifyProps) {
  const [asked, setAsked] = useState(false);
  return asked ? (
    <Verification certificate={certificate} />
  ) : (
    <Button onClick={() => setAsked(true)}>{t("review.verify")}</Button>
  );
}

function Verification({ certificate }: VerifyProps) {
  const { id } = useAcademy();
  const { data: value, error } = useQuery(verificationOptions(id, certificate));
  if (error) return <StatusIndicator type="error">{words(error)}</StatusIndicator>;
  if (!value) return <StatusIndicator type="in-progress">{t("common.loading")}</StatusIndicator>;
  return value.intact ? (
    <StatusIndicator type="success">{t("review.intact")}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">
      {value.broken_at == null
        ? value.why
        : t("review.broken", { at: value.broken_at, why: value.why ?? "" })}
    </StatusIndicator>
  );
}
