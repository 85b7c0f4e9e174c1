import { Bell as BellIcon } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { SHOWN } from "../api/queries/news";
import type { NewsItem, NewsPage } from "../api/types";
import { LoadFailed } from "../shared/Page";
import { t } from "../text";
import { formatCount, formatDay, formatList, formatSoon } from "../text/format";
import { Button as KitButton } from "../ui/Button";
import { cx } from "../ui/cx";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";
import { Popover } from "../ui/Popover";
import css from "./Bell.module.css";
import { useEffect } from "react";

/** More than these are not counted. */
const MOST = 99;

interface Props {
  /** Undefined until it is known. */
  page: NewsPage | undefined;
  error: unknown;
  retry: () => void;
  /** Called with its mark once it was shown. */
  read: (mark: number) => void;
  placeOf: (item: NewsItem) => string;
  /** What is said where there is nothing. */
  none: string;
  /** Show older ones. */
  older: () => void;
}

/** What happened, and how much of it is unread. */
export function Bell({ page, error, retry, ...more }: Props) {
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
            <List {...more} page={page} close={close} />
          ) : (
            Boolean(error) && <LoadFailed error={error} retry={retry} />
          )}
        </div>
      )}
    </Popover>
  );
}

interface ListProps extends Pick<Props, "read" | "placeOf" | "none" | "older"> {
  page: NewsPage;
  close: () => void;
}

function List({ page, read, placeOf, none, older, close }: ListProps) {
  const { mark, unread } = page;
  // Seen is read; what comes while it is open, too.
  useEffect(() => {
    if (unread > 0 && typeof mark === "number") read(mark);
  }, [read, mark, unread]);
  if (!page.items.length) return <p className={css.none}>{none}</p>;
  return (
    <>
      <ul className={css.list}>
        {page.items.map((item) => (
          <li key={item.id} className={cx(css.item, item.unread && css.unread)}>
            <Link to={placeOf(item)} onPress={close} quiet>
              {item.programme_name ?? item.title ?? t("news.gone")}
            </Link>
            <span>{wordsOf(item)}</span>
            <time className={css.when} dateTime={item.at}>
              {formatSoon(item.at)}
            </time>
          </li>
        ))}
      </ul>
      {page.next_cursor && page.items.length < SHOWN.most && (
        <KitButton variant="quiet" onPress={older}>
          {t("news.older")}
        </KitButton>
      )}
    </>
  );
}

/** What happened, in words. */
function wordsOf(item: NewsItem): string {
  const { kind, actor_kind, days_left, expires_on, due_on, ends_on } = item;
  switch (kind) {
    case "RequirementMet":
      return requirementMet(item);
    case "CycleEndsSoon":
      return t("news.cycleEndsSoon", { count: days_left ?? 0, day: ends_on ? formatDay(ends_on) : "" });
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
    case "CertificateAssigned":
      return t(`news.kind.${kind}`);
  }
}

/** What was met by which certificate. */
function requirementMet({ title, requirements, done, ends_on }: NewsItem): string {
  const by = title ?? t("news.gone");
  if (done) return t("news.allMet", { day: ends_on ? formatDay(ends_on) : "", by });
  return t("news.requirementMet", { requirements: formatList(requirements), by });
}
