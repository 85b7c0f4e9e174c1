import { lookUp } from "../api/lookUp";
import type { Reason, UsualReason } from "../api/types";
import { textsOf } from "../text";

/** A picked reason in the reader's language, as long as the academy has not worded it itself. */
export function reasonWords({ text }: Pick<Reason, "text">, usual: UsualReason | null): string {
  return (usual && lookUp(textsOf("reasons"), usual)) ?? text;
}
