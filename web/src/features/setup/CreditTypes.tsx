import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import type { CreditType } from "../../api/types";
import { formatAmount, formatDay } from "../../shared/format";
import { nameOf } from "../../shared/kinds";
import { Empty, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { text } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { comingRules } from "./creditType";

export default function CreditTypes() {
  useTitle(text.setUp.creditTypes);
  const { types, administrator } = useAcademy();
  const navigate = useNavigate();
  const sorted = [...types.values()].sort(
    (one, other) => Number(one.retired) - Number(other.retired) || one.name.localeCompare(other.name),
  );
  const add = administrator && (
    <Button variant="primary" iconName="add-plus" onClick={() => navigate("/console/credit-types/new")}>
      {text.setUp.addType}
    </Button>
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={text.setUp.creditTypesDescription} actions={add}>
        {text.setUp.creditTypes}
      </Header>
      {sorted.length === 0 ? (
        <Container>
          <Empty title={text.setUp.noTypesTitle} action={add}>
            {text.setUp.noTypes}
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
                  {type.retired ? text.setUp.retired : text.setUp.inUse}
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
  const limit = (amount: string | null | undefined) => (amount ? formatAmount(amount) : text.setUp.noLimit);
  return [
    [text.setUp.unit, type.unit],
    [text.setUp.step, formatAmount(type.step)],
    [text.setUp.maximum, limit(type.maximum)],
    [text.setUp.period, nameOf(text.setUp.periodKinds, rules.period.kind)],
    [text.credits.target, rules.target ? formatAmount(rules.target) : text.common.none],
    [text.credits.cap, limit(rules.cap)],
    [
      text.setUp.validity,
      validity.kind === "months"
        ? text.setUp.forMonths(validity.months)
        : nameOf(text.setUp.validityKinds, validity.kind),
    ],
    [text.setUp.review, nameOf(text.setUp.reviewKinds, type.review)],
    ...(coming ? [[text.setUp.rulesChange, formatDay(coming.starts_on)] satisfies [string, string]] : []),
  ];
}
