import "../../text/rules";
import type { Listing } from "../../api/listing";
import type { HoldingStanding, Programme, ProgrammeState } from "../../api/types";
import { ListEnd } from "../../shared/ListEnd";
import { LoadFailed } from "../../shared/Page";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { DescriptionList } from "../../ui/DescriptionList";
import { Link } from "../../ui/Link";
import { Section } from "../../ui/Section";
import { StatusBadge } from "../../ui/StatusBadge";
import { Stack } from "../../ui/layout";
import css from "./Programmes.module.css";
import { partsOf, STANDINGS, STATES } from "./state";

export function StateBadge({ state }: { state: ProgrammeState }) {
  return <StatusBadge {...STATES[state]} label={t(`programmes.state.${state}`)} />;
}

export function StandingBadge({ standing }: { standing: HoldingStanding }) {
  return <StatusBadge {...STANDINGS[standing]} label={t(`programmes.standing.${standing}`)} />;
}

/** What stands below a list that has begun: why it does not go on, or what goes on with it. */
export function ListRest({ list }: { list: Listing<unknown> }) {
  const { error, more, loadMore, reload } = list;
  if (error !== undefined) return <LoadFailed error={error} retry={more ? loadMore : reload} />;
  return more ? <ListEnd {...list} /> : null;
}

/** Words, with the addresses among them as links. */
export function Source({ of }: { of: string }) {
  return (
    <span className={css.source}>
      {partsOf(of).map(({ text, href }) =>
        href ? (
          <Link key={href} to={href} external>
            {text}
          </Link>
        ) : (
          <span key={text}>{text}</span>
        ),
      )}
    </span>
  );
}

/** Where the rules were read, when, and what of them is not sure. */
export function Origin({ programme, children }: { programme: Programme; children?: React.ReactNode }) {
  return (
    <Stack gap={5}>
      <Section title={t("programmes.origin")}>
        <DescriptionList
          items={[
            { term: t("programmes.source"), value: <Source of={programme.source} /> },
            { term: t("programmes.readOn"), value: formatDay(programme.read_on) },
          ]}
        />
      </Section>
      {programme.not_confirmed.length > 0 && (
        <Section title={t("programmes.notConfirmed")}>
          <ul className={css.list}>
            {programme.not_confirmed.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      )}
      {children}
    </Stack>
  );
}
