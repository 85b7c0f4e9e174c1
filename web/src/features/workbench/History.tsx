import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { words } from "../../api/errors";
import { useQuery } from "@tanstack/react-query";
import { verificationOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Timeline } from "../../shared/Timeline";
import { text } from "../../text";
import { useAcademy } from "../../shared/staff/academy";

interface Props {
  certificate: StaffCertificate;
  open: boolean;
}

export function History({ certificate, open }: Props) {
  const { types, administrator } = useAcademy();
  const { id: reader } = useUser();
  return (
    <ExpandableSection variant="container" headerText={text.certificate.history} defaultExpanded={open}>
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
    <Button onClick={() => setAsked(true)}>{text.review.verify}</Button>
  );
}

function Verification({ certificate }: VerifyProps) {
  const { id } = useAcademy();
  const { data: value, error } = useQuery(verificationOptions(id, certificate));
  if (error) return <StatusIndicator type="error">{words(error)}</StatusIndicator>;
  if (!value) return <StatusIndicator type="in-progress">{text.common.loading}</StatusIndicator>;
  return value.intact ? (
    <StatusIndicator type="success">{text.review.intact}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">
      {text.review.broken(value.broken_at ?? undefined, value.why ?? "")}
    </StatusIndicator>
  );
}
