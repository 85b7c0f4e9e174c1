import "../../text/setup";
import { CalendarClock, CircleCheck, Plus } from "lucide-react";
import type { CreditType } from "../../api/types";
import { useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { Badge } from "../../ui/Badge";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { DescriptionList } from "../../ui/DescriptionList";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { PageHeader } from "../../ui/PageHeader";
import { Grid, Stack } from "../../ui/layout";
import { comingRules } from "./creditType";
import css from "./CreditTypes.module.css";
import { summaryOf } from "./RuleVersions";

export default function CreditTypes() {
  useTitle(t("setUp.creditTypes"));
  const { types, administrator } = useAcademy();
  const sorted = [...types.values()].sort(
    (one, other) => Number(one.retired) - Number(other.retired) || one.name.localeCompare(other.name),
  );
  const add = administrator && (
    <ButtonLink variant="primary" icon={Plus} to="/console/credit-types/new">
      {t("setUp.addType")}
    </ButtonLink>
  );
  return (
    <Stack gap={5}>
      <PageHeader
        title={t("setUp.creditTypes")}
        lead={t("setUp.creditTypesDescription")}
        actions={sorted.length > 0 && add}
      />
      {sorted.length === 0 ? (
        <EmptyState title={t("setUp.noTypesTitle")} action={add}>
          {t("setUp.noTypes")}
        </EmptyState>
      ) : (
        <Grid min={340} as="ul">
          {sorted.map((type) => (
            <Type key={type.id} type={type} />
          ))}
        </Grid>
      )}
    </Stack>
  );
}

function Type({ type }: { type: CreditType }) {
  const coming = comingRules(type);
  return (
    <Card as="li" pressable tone={type.retired ? "quiet" : "plain"}>
      <div className={css.head}>
        <h2 className={css.name}>
          <Link quiet stretched to={`/console/credit-types/${type.id}`}>
            {type.name}
          </Link>
        </h2>
        {type.retired ? (
          <Badge>{t("setUp.retired")}</Badge>
        ) : (
          <Badge tone="success" icon={CircleCheck}>
            {t("setUp.inUse")}
          </Badge>
        )}
      </div>
      <p className={css.rules}>{summaryOf(type.rules_in_force, type.unit)}</p>
      {coming && (
        <p className={css.coming}>
          <Badge tone="info" icon={CalendarClock}>
            {t("creditType.coming", { from: formatDay(coming.starts_on) })}
          </Badge>{" "}
          {summaryOf(coming, type.unit)}
        </p>
      )}
      <DescriptionList items={factsOf(type)} />
    </Card>
  );
}

function factsOf({ unit, step, maximum, validity, review }: CreditType) {
  return [
    { term: t("setUp.step"), value: `${formatAmount(step)} ${unit}` },
    { term: t("setUp.maximum"), value: maximum ? formatAmount(maximum) : t("setUp.noLimit") },
    {
      term: t("setUp.validity"),
      value:
        validity.kind === "months"
          ? t("setUp.forMonths", { months: validity.months })
          : t(`setUp.validityKinds.${validity.kind}`),
    },
    { term: t("setUp.review"), value: t(`setUp.reviewKinds.${review}`) },
  ];
}
