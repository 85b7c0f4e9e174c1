import "../../text/rules";
import { type Listing, useListing } from "../../api/listing";
import { EFFECTS_PAGE, effectsOptions } from "../../api/queries/staff/programmes";
import type { Effect, Outcome, Programme } from "../../api/types";
import { LoadFailed } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { Link } from "../../ui/Link";
import { Skeleton } from "../../ui/Skeleton";
import { Stack } from "../../ui/layout";
import { StatusBadge } from "../../ui/StatusBadge";
import { Table } from "../../ui/Table";
import { ListRest } from "./parts";
import css from "./Programmes.module.css";
import { credentialOf } from "./state";

/** What a programme would do to those who hold the credential, page by page. */
export function useEffects(programme: Programme): Listing<Effect> {
  const { id: academy } = useAcademy();
  return useListing<Effect>(effectsOptions(academy, programme), EFFECTS_PAGE);
}

/** The same, read by itself. */
export function Effects({ programme }: { programme: Programme }) {
  return <EffectsFound list={useEffects(programme)} />;
}

export function EffectsFound({ list }: { list: Listing<Effect> }) {
  if (list.error !== undefined && !list.items) return <LoadFailed error={list.error} retry={list.reload} />;
  if (!list.items) return <Skeleton shape="rows" count={4} />;
  const { items } = list;
  const changed = items.filter((one) => one.changed);
  return (
    <Stack gap={4}>
      <p role="status">
        {t("programmes.effects.count", { changed: changed.length, of: items.length, more: list.more })}
      </p>
      {items.length > 0 && (
        <Table
          label={t("programmes.effects.title")}
          rows={items}
          rowKey={({ holding_id }) => holding_id}
          columns={[
            {
              key: "who",
              header: t("programmes.holder"),
              rowHeader: true,
              cell: ({ name, ...held }) => (
                <Link to={credentialOf(held)}>{name ?? t("programmes.nobody")}</Link>
              ),
            },
            {
              key: "before",
              header: t("programmes.effects.before"),
              cell: ({ before }) => <Of outcome={before} />,
            },
            {
              key: "after",
              header: t("programmes.effects.after"),
              cell: ({ after }) => <Of outcome={after} />,
            },
            {
              key: "changed",
              header: t("programmes.effects.changes"),
              cell: (one) => (
                <StatusBadge
                  tone={one.changed ? "warning" : "neutral"}
                  label={t(one.changed ? "programmes.effects.yes" : "programmes.effects.no")}
                />
              ),
            },
          ]}
        />
      )}
      <ListRest list={list} />
    </Stack>
  );
}

function Of({ outcome }: { outcome: Outcome | null }) {
  if (!outcome) return <>{t("programmes.effects.noCycle")}</>;
  const { counted, missing, done, ends_on } = outcome;
  return (
    <span>
      {done
        ? t("programmes.effects.done", { counted: formatAmount(counted) })
        : t("programmes.effects.missing", { counted: formatAmount(counted), missing: formatAmount(missing) })}
      <span className={css.under}>{t("programmes.effects.until", { day: formatDay(ends_on) })}</span>
    </span>
  );
}
