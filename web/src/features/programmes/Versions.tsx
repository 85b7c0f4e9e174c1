import "../../text/rules";
import type { Programme } from "../../api/types";
import type { Names } from "../../shared/programmes/names";
import { Sentences } from "../../shared/programmes/Sentences";
import { sayProgramme } from "../../shared/programmes/sentences";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatDay, todayIn } from "../../text/format";
import { Badge } from "../../ui/Badge";
import { Disclosure } from "../../ui/Disclosure";
import { Section } from "../../ui/Section";
import { Stack } from "../../ui/layout";
import css from "./Programmes.module.css";
import { versionOn } from "./state";

/** What a programme asks, as sentences: what holds today in sight, the rest for who wants to know. */
export function Versions({ programme, names }: { programme: Programme; names: Names }) {
  const { settings } = useAcademy();
  const today = todayIn(settings.time_zone);
  const now = versionOn(programme, today);
  const said = sayProgramme(programme, names);
  const shown = said.find(({ begins_on }) => begins_on === now.begins_on) ?? said[0]!;
  const others = said.filter((one) => one !== shown);
  return (
    <Section title={t("programmes.rules")} lead={said.length > 1 ? shown.begins : undefined}>
      <Stack gap={4}>
        <div className={css.sheet}>
          <Sentences said={shown} />
        </div>
        {others.map((one) => (
          <Disclosure
            key={one.begins_on}
            summary={t("programmes.versionOf", { day: formatDay(one.begins_on) })}
            meta={
              <Badge tone={one.begins_on > today ? "info" : "neutral"}>
                {t(one.begins_on > today ? "programmes.coming" : "programmes.past")}
              </Badge>
            }
          >
            <Stack gap={3}>
              <p className={css.soft}>{one.begins}</p>
              <Sentences said={one} />
            </Stack>
          </Disclosure>
        ))}
      </Stack>
    </Section>
  );
}
