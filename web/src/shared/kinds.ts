/**
 * Closed sets of the API: each map of one names all of its kinds, which the compiler sees to. A portal
 * that is older than the API may still be told a kind it does not know; what it does not know it says
 * plainly.
 */

import { lookUp } from "../api/lookUp";
import type { Status } from "../api/types";

/** The kinds that a map names. */
export function kindsOf<Kind extends string>(map: Record<Kind, unknown>): Kind[] {
  return Object.keys(map) as Kind[];
}

const ENDED: Record<Status, boolean> = {
  pending: false,
  changes_requested: false,
  approved: false,
  withdrawn: true,
  declined: true,
  revoked: true,
  superseded: false,
};

/** Whether nothing follows, unless it is handed in anew or an administrator reopens it. */
export function hasEnded(status: Status): boolean {
  return lookUp(ENDED, status) ?? false;
}

export { lookUp };
