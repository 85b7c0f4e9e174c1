import type { Certificate } from "../../api/types";
import { hasEnded } from "../kinds";

/** What became of a draft that was sent. */
export type Sent = { made: readonly Certificate[] } | { ended: Certificate };

/** A try that arrived before, and has come to an end since, is not handed in once more by itself. */
export const sentOf = (saved: Certificate): Sent =>
  hasEnded(saved.status) ? { ended: saved } : { made: [saved] };
