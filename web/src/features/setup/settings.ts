/** The academy's settings as they are saved: a page changes its own, what another page sets stays. */

import type { Settings, SettingsBody } from "../../api/types";

export function bodyOf(
  {
    name,
    accent,
    logo,
    time_zone,
    review_days,
    lease_minutes,
    reasons,
    reminders,
    mails,
    retention,
  }: Settings,
  change: Partial<SettingsBody>,
): SettingsBody {
  return {
    name,
    accent,
    logo,
    time_zone,
    review_days,
    lease_minutes,
    reasons,
    reminders,
    mails,
    retention,
    ...change,
  };
}

/** What stands for the academy where nobody has named it yet. */
export const DEFAULT_ZONE = "UTC";
