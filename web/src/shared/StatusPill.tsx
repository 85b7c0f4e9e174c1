import {
  Ban,
  CalendarX,
  CircleCheck,
  CircleX,
  Clock,
  Hourglass,
  MessageCircle,
  RefreshCw,
  ShieldX,
  Undo2,
} from "lucide-react";
import type { Certificate, StatusFilter } from "../api/types";
import { t } from "../text";
import type { LucideIcon } from "../ui/Icon";
import { StatusBadge } from "../ui/StatusBadge";
import type { Tone } from "../ui/tone";
import { lookUp } from "./kinds";

const LOOKS: Record<StatusFilter, [Tone, LucideIcon]> = {
  active: ["success", CircleCheck],
  approved: ["success", CircleCheck],
  expiring: ["warning", Hourglass],
  expired: ["neutral", CalendarX],
  pending: ["warning", Clock],
  changes_requested: ["info", MessageCircle],
  declined: ["danger", CircleX],
  withdrawn: ["neutral", Undo2],
  revoked: ["danger", ShieldX],
  superseded: ["neutral", RefreshCw],
};

/** Where a certificate stands today: for an approved one, how it stands. */
export function standing(certificate: Pick<Certificate, "status" | "standing">): StatusFilter {
  return certificate.standing ?? certificate.status;
}

export function StatusPill({ status }: { status: StatusFilter }) {
  const [tone, icon] = lookUp(LOOKS, status) ?? ["neutral" as const, Ban];
  return <StatusBadge tone={tone} icon={icon} label={t(`status.${status}`)} />;
}
