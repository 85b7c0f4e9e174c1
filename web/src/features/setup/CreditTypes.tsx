import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import type { CreditType } from "../../api/types";
import { formatAmount, formatDay } from "../../text/format";
import { Empty, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { comingRules } from "./creditType";

export default function CreditTypes() {
  useTitle(t("setUp.creditTypes"));
  const { types, administrator } = useAcademy();
  const navigate = useNavigate();
  const sorted = [...types.values()].sort(
    (one, other) => Number(one.retired) - Number(other.retired) || one.name.localeCompare(other.name),
  );
  const add = administrator && (
    <Button variant="primary" iconName="add-plus" onClick={() => navigate("/console/credit-types/new")}>
      {t("setUp.addType")}
    </Button>
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t("setUp.creditTypesDescription")} actions={add}>
        {t("setUp.creditTypes")}
      </Header>
      {sorted.length === 0 ? (
        <Container>
          <Empty title={t("setUp.noTypesTitle")} action={add}>
            {t("setUp.noTypes")}
          </Empty>
        </Container>
      ) : (
        <ul className="cards">
          {sorted.map((type) => (
            <li key={type.id} className={type.retired ? "card card-retired" : "card"}>
              <div className="card-head">
                <h2>
                  <RouteLink href={`/console/credit-types/${type.id}`}>{type.name}</RouteLink>
                </h2>
                <span className={`pill ${type.retired ? "" : "pill-active"}`}>
                  {type.retired ? t("setUp.retired") : t("setUp.inUse")}
                </span>
              </div>
              <dl className="facts">
                {factsOf(type).map(([name, fact]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{fact}</dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ul>
      )}
    </SpaceBetween>
  );
}

function factsOf(type: CreditType): [string, string][] {
  const rules = type.rules_in_force;
  const coming = comingRules(type);
  const { validity } = type;
  const limit = (amount: string | null | undefined) => (amount ? formatAmount(amount) : t("setUp.noLimit"));
  return [
    [t("setUp.unit"), type.unit],
    [t("setUp.step"), formatAmount(type.step)],
    [t("setUp.maximum"), limit(type.maximum)],
    [t("setUp.period"), t(`setUp.periodKinds.${rules.period.kind}`)],
    [t("credits.target"), rules.target ? formatAmount(rules.target) : t("common.none")],
    [t("credits.cap"), limit(rules.cap)],
    [
      t("setUp.validity"),
      validity.kind === "months"
        ? t("setUp.forMonths", { months: validity.months })
        : t(`setUp.validityKinds.${validity.kind}`),
    ],
    [t("setUp.review"), t(`setUp.reviewKinds.${type.review}`)],
    ...(coming ? [[t("setUp.rulesChange"), formatDay(coming.starts_on)] satisfies [string, string]] : []),
  ];
}
