import { CalendarRange } from "lucide-react";
import { useState } from "react";
import { DayField } from "../../shared/DayField";
import { dayOf, writeDay } from "../../shared/typedDay";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { Button } from "../../ui/Button";
import { Row } from "../../ui/layout";
import { Popover } from "../../ui/Popover";
import css from "./Earned.module.css";

interface Props {
  from: string | undefined;
  to: string | undefined;
  onChange: (days: { from: string | undefined; to: string | undefined }) => void;
}

/** Between which days a certificate was earned. */
export function Earned(props: Props) {
  return (
    <Popover
      label={t("certificates.when")}
      trigger={<Button icon={CalendarRange}>{earnedWords(props.from, props.to)}</Button>}
    >
      {(close) => <Days {...props} onDone={close} />}
    </Popover>
  );
}

export function earnedWords(from: string | undefined, to: string | undefined): string {
  if (from && to) return t("certificates.earnedBetween", { from: formatDay(from), to: formatDay(to) });
  if (from) return t("certificates.earnedFrom", { day: formatDay(from) });
  if (to) return t("certificates.earnedTo", { day: formatDay(to) });
  return t("certificates.anyDay");
}

function Days({ from, to, onChange, onDone }: Props & { onDone: () => void }) {
  const [typed, setTyped] = useState({ from: from ? writeDay(from) : "", to: to ? writeDay(to) : "" });
  function type(change: Partial<typeof typed>) {
    const next = { ...typed, ...change };
    setTyped(next);
    onChange({ from: dayOf(next.from), to: dayOf(next.to) });
  }
  return (
    <div className={css.days}>
      <DayField
        label={t("certificates.from")}
        name="from"
        value={typed.from}
        onChange={(day) => type({ from: day })}
      />
      <DayField
        label={t("certificates.to")}
        name="to"
        value={typed.to}
        onChange={(day) => type({ to: day })}
      />
      <Row justify="between">
        <Button
          variant="quiet"
          onPress={() => {
            type({ from: "", to: "" });
            onDone();
          }}
        >
          {t("certificates.anyDayAgain")}
        </Button>
        <Button onPress={onDone}>{t("common.close")}</Button>
      </Row>
    </div>
  );
}
