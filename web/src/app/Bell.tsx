import { useMutation, useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useEffect } from "react";
import { Button } from "react-aria-components/Button";
import { newsOptions, readNews, type Whose } from "../api/queries/news";
import { meOptions } from "../api/queries/staff/academy";
import type { NewsItem, NewsPage } from "../api/types";
import { useUser } from "../session/useSession";
import { LoadFailed } from "../shared/Page";
import { t } from "../text";
import { formatCount, formatDay, formatSoon } from "../text/format";
import { cx } from "../ui/cx";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";
import { Popover } from "../ui/Popover";
import css from "./Bell.module.css";

/** What happened, for a learner; in the console, what administrators are told. */
export function Bell({ isConsole }: { isConsole: boolean }) {
  const { academyId } = useUser();
  return isConsole ? <OfAdministrators academyId={academyId} /> : <News whose="own" />;
}

function OfAdministrators({ academyId }: { academyId: string }) {
  // The console's pages read it; where it is not known, there is nothing to ask for.
  const { data } = useQuery({ ...meOptions(academyId), enabled: false });
  return data?.role === "administrator" ? <News whose={{ academy_id: academyId }} /> : null;
}

function News({ whose }: { whose: Whose }) {
  const { data: page, error, refetch } = useQuery(newsOptions(whose));
  const unread = page?.unread ?? 0;
  return (
    <Popover
      placement="bottom end"
      label={t("news.title")}
      trigger={
        <Button className={css.bell} aria-label={t("news.open", { count: unread })}>
          <Icon of={BellIcon} size={20} />
          {unread > 0 && (
            <span className={css.count} aria-hidden>
              {unread > MOST ? `${formatCount(MOST)}+` : formatCount(unread)}
            </span>
          )}
        </Button>
      }
    >
      {(close) => (
        <div className={css.panel}>
          <h2 className={css.title}>{t("news.title")}</h2>
          {page ? (
            <List page={page} whose={whose} close={close} />
          ) : (
            error && <LoadFailed error={error} retry={() => void refetch()} />
          )}
        </div>
      )}
    </Popover>
  );
}

const MOST = 99;

function List({ page, whose, close }: { page: NewsPage; whose: Whose; close: () => void }) {
  const { mutate } = useMutation(readNews(whose));
  const { mark, unread } = page;
  // Seen is read; what comes while it is open, too.
  useEffect(() => {
    if (unread > 0 && typeof mark === "number") mutate(mark);
  }, [mutate, mark, unread]);
  if (!page.items.length) return <p className={css.none}>{t("news.none")}</p>;
  return (
    <ul className={css.list}>
      {page.items.map((item) => (
        <li key={item.id} className={cx(css.item, item.unread && css.unread)}>
          <Link to={placeOf(item, whose)} onPress={close} quiet>
            {item.title ?? t("news.gone")}
          </Link>
          <span>{wordsOf(item)}</span>
          <time className={css.when} dateTime={item.at}>
            {formatSoon(item.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

function placeOf({ certificate_id, learner_id }: NewsItem, whose: Whose): string {
  return whose === "own"
    ? `/certificates/${certificate_id}`
    : `/console/queue/${learner_id}/${certificate_id}`;
}

/** What happened, in words. */
function wordsOf({ kind, actor_kind, days_left, expires_on, due_on }: NewsItem): string {
  switch (kind) {
    case "CertificateExpiring":
      return t("news.expiring", { count: days_left ?? 0, day: expires_on ? formatDay(expires_on) : "" });
    case "CertificateExpired":
      return t("news.expired", { day: expires_on ? formatDay(expires_on) : "" });
    case "RecordsDue":
      return t("news.recordsDue", { day: due_on ? formatDay(due_on) : "" });
    case "CertificateChangesRequested":
      return actor_kind === "system" ? t("news.fileRefused") : t(`news.kind.${kind}`);
    case "CertificateSubmitted":
    case "CertificateEdited":
    case "CertificateApproved":
    case "CertificateDeclined":
    case "CertificateWithdrawn":
    case "CertificateReopened":
    case "CertificateRevoked":
    case "CertificateDisputed":
    case "CertificateSuperseded":
    case "CertificateRestored":
    case "CertificateRenewed":
      return t(`news.kind.${kind}`);
  }
}
