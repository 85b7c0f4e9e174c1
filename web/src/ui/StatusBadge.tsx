import { Ban, CircleCheck, CircleDot, CircleX, Clock, MessageCircle } from "lucide-react";
import { Badge } from "./Badge";
import type { LucideIcon } from "./Icon";
import type { Tone } from "./tone";

const ICONS: Record<Tone, LucideIcon> = {
  neutral: Ban,
  accent: CircleDot,
  info: MessageCircle,
  success: CircleCheck,
  warning: Clock,
  danger: CircleX,
};

interface Props {
  tone: Tone;
  /** The word for it. */
  label: string;
  /** Instead of the tone's own. */
  icon?: LucideIcon;
}

/** Where something stands: a colour, an icon and a word. */
export function StatusBadge({ tone, label, icon }: Props) {
  return (
    <Badge tone={tone} icon={icon ?? ICONS[tone]}>
      {label}
    </Badge>
  );
}
