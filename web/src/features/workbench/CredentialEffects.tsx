import "../../text/holdings";
import type { HoldingForecast } from "../../api/types";
import { gainOf } from "../../shared/programmes/HoldingForecasts";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { Stack } from "../../ui/layout";

/** What an approval as it is filled in does to the learner's credentials: one line each, where it does something. */
export default function CredentialEffects({ holdings }: { holdings: readonly HoldingForecast[] }) {
  const moved = holdings.flatMap((one) => {
    const gain = gainOf(one) ?? 0;
    return gain > 0 && one.after ? [{ ...one, after: one.after, gain }] : [];
  });
  if (moved.length === 0) return null;
  return (
    <Stack as="ul" gap={1}>
      {moved.map(({ id, programme_name: name, after, gain }) => {
        const told = { name, amount: formatAmount(String(gain)) };
        return (
          <li key={id}>
            {after.done
              ? t("holding.forecast.awardDone", told)
              : t("holding.forecast.award", { ...told, missing: formatAmount(after.missing) })}
          </li>
        );
      })}
    </Stack>
  );
}
