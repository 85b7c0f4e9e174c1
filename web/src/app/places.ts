/** Where the portal leads, by who is there. */

import {
  Award,
  BadgeCheck,
  ClipboardCheck,
  House,
  Inbox,
  type LucideIcon,
  Settings2,
  Sigma,
  UsersRound,
} from "lucide-react";
import type { Below } from "../text";

export interface Place {
  text: Below<"shell">;
  to: string;
  icon: LucideIcon;
  /** What begins so is within it. */
  within: RegExp;
}

const home: Place = { text: "home", to: "/", icon: House, within: /^\/$/ };
const certificates: Place = {
  text: "certificates",
  to: "/certificates",
  icon: Award,
  within: /^\/certificates/,
};
const credits: Place = { text: "credits", to: "/credits", icon: Sigma, within: /^\/credits/ };
const credentials: Place = {
  text: "credentials",
  to: "/credentials",
  icon: BadgeCheck,
  within: /^\/credentials/,
};
const queue: Place = { text: "queue", to: "/console/queue", icon: Inbox, within: /^\/console(\/queue|\/?$)/ };
const learners: Place = {
  text: "learners",
  to: "/console/learners",
  icon: UsersRound,
  within: /^\/console\/learners/,
};
const setUp: Place = {
  text: "setUp",
  to: "/console/set-up",
  icon: Settings2,
  within: /^\/console\/(set-up|credit-types|programmes|staff|desk|changes)/,
};

export const PORTFOLIO: readonly Place[] = [home, certificates, credits, credentials];
export const CONSOLE: readonly Place[] = [queue, learners, setUp];

/** The way from one side to the other, for those who have both. */
export const OTHER_SIDE: Record<"portfolio" | "console", Place> = {
  portfolio: { text: "console", to: "/console", icon: ClipboardCheck, within: /^\/console/ },
  console: { text: "portfolio", to: "/", icon: Award, within: /^(?!\/console)/ },
};

export const SET_UP: readonly Omit<Place, "icon">[] = [
  { text: "overview", to: "/console/set-up", within: /^\/console\/set-up$/ },
  { text: "academy", to: "/console/set-up/academy", within: /^\/console\/set-up\/academy/ },
  { text: "desk", to: "/console/desk", within: /^\/console\/desk/ },
  { text: "creditTypes", to: "/console/credit-types", within: /^\/console\/credit-types/ },
  { text: "programmes", to: "/console/programmes", within: /^\/console\/programmes/ },
  { text: "staff", to: "/console/staff", within: /^\/console\/staff/ },
  { text: "changes", to: "/console/changes", within: /^\/console\/changes/ },
];
