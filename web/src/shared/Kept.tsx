import type { Kept as Stays } from "../errors";
import { t } from "../text";
import { formatDay } from "../text/format";
import { Notice } from "../ui/Notice";

/** More than these are not named one by one. */
const NAMED = 10;

/** What an academy has to keep of somebody, whoever asks for its erasure. */
export function Kept({ kept: { reason, until, certificates } }: { kept: Stays }) {
  const more = certificates.length - NAMED;
  return (
    <Notice kind="info" title={t("kept.title", { count: certificates.length, day: formatDay(until) })}>
      <p>{reason}</p>
      <ul>
        {certificates.slice(0, NAMED).map((one) => (
          <li key={one.certificate_id}>{t("kept.one", { title: one.title, day: formatDay(one.until) })}</li>
        ))}
        {more > 0 && <li>{t("kept.more", { count: more })}</li>}
      </ul>
    </Notice>
  );
}
