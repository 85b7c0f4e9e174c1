import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { Certificate, StatusFilter } from "../api/types";
import { t, textsOf } from "../text";
import { lookUp } from "./kinds";

const icons: Record<StatusFilter, IconProps.Name> = {
  active: "status-positive",
  approved: "status-positive",
  expiring: "status-warning",
  expired: "calendar",
  pending: "status-pending",
  changes_requested: "edit",
  declined: "status-negative",
  withdrawn: "undo",
  revoked: "status-stopped",
};

/** Where a certificate stands today: for an approved one, how it stands. */
export function standing(certificate: Pick<Certificate, "status" | "standing">): StatusFilter {
  return certificate.standing ?? certificate.status;
}

export function StatusPill({ status }: { status: StatusFilter }) {
  return (
    <span className={`pill pill-${status}`} title={lookUp(textsOf("statusHelp"), status)}>
      <Icon name={lookUp(icons, status) ?? "status-info"} size="small" />
      {t(`status.${status}`)}
    </span>
  );
}
