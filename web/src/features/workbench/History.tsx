import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { words } from "../../api/errors";
import { staffCall } from "../../api/staff";
import type { StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Timeline } from "../../shared/Timeline";
import { useLoad } from "../../shared/useLoad";
import { text } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { BASE, type ReviewPath } from "../../shared/staff/paths";

interface Props {
  certificate: StaffCertificate;
  path: ReviewPath;
  open: boolean;
}

export function History({ certificate, path, open }: Props) {
  const { types, administrator } = useAcademy();
  const { id: reader } = useUser();
  return (
    <ExpandableSection variant="container" headerText={text.certificate.history} defaultExpanded={open}>
      <SpaceBetween size="m">
        <Timeline events={certificate.events} types={types} reader={reader} />
        {/* Another version has another history to verify. */}
        {administrator && <Verify key={certificate.version} path={path} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Verify({ path }: { path: ReviewPath }) {
  const [asked, setAsked] = useState(false);
  return asked ? (
    <Verification path={path} />
  ) : (
    <Button onClick={() => setAsked(true)}>{text.review.verify}</Button>
  );
}

function Verification({ path }: { path: ReviewPath }) {
  const { value, error } = useLoad((signal) => staffCall("get", `${BASE}/verification`, { path, signal }));
  if (error !== undefined) return <StatusIndicator type="error">{words(error)}</StatusIndicator>;
  if (!value) return <StatusIndicator type="in-progress">{text.common.loading}</StatusIndicator>;
  return value.intact ? (
    <StatusIndicator type="success">{text.review.intact}</StatusIndicator>
  ) : (
    <StatusIndicator type="error">
      {text.review.broken(value.broken_at ?? undefined, value.why ?? "")}
    </StatusIndicator>
  );
}
