import { useId } from "react";
import type { AcademyProgramme, Holding, HoldingBody } from "../../api/types";
import { Form } from "../../form/Form";
import { useUnsaved } from "../../form/useUnsaved";
import { t } from "../../text";
import { formatList } from "../../text/format";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Stack } from "../../ui/layout";
import { Section } from "../../ui/Section";
import { toast } from "../../ui/toast";
import { explainChanged } from "./explainChanged";
import { HoldingFields } from "./HoldingFields";
import { useHoldingForm, valuesOf } from "./useHoldingForm";
import { factName, type OwnFact } from "./words";

interface Props {
  holding: Holding;
  programmes: readonly AcademyProgramme[];
  send: (version: number, body: HoldingBody) => Promise<Holding>;
}

/** Stands in the directory, not with the credential. */
const OF_DIRECTORY: OwnFact = "hired_on";

/** Asks for what the rules have to know and nobody has stated, right where it is missing. */
export function MissingFacts({ holding, programmes, send }: Props) {
  if (holding.missing_facts.length === 0) return null;
  const isOffered = programmes.some(({ id }) => id === holding.programme);
  const toAsk = isOffered ? holding.missing_facts.filter((fact) => fact !== OF_DIRECTORY) : [];
  return (
    <Card tone="accent">
      <Section
        title={t("holding.missingFactsTitle")}
        lead={t("holding.missingFacts", { facts: formatList(holding.missing_facts.map(factName)) })}
      >
        {holding.missing_facts.includes(OF_DIRECTORY) && <p>{t("holding.missingOnly.hired_on")}</p>}
        {toAsk.length > 0 && <Asking key={toAsk.join(" ")} {...{ holding, programmes, send }} only={toAsk} />}
      </Section>
    </Card>
  );
}

function Asking({ holding, programmes, send, only }: Props & { only: readonly string[] }) {
  const id = useId();
  const form = useHoldingForm({
    programmes,
    holding,
    only,
    send: (_, body) => send(holding.version, body),
    onSent: (saved) => toast.success(t("holding.saved", { name: saved.programme_name })),
  });
  useUnsaved(form);
  return (
    <Form form={form} id={id} explain={explainChanged(() => form.startOver(valuesOf(holding)))}>
      <Stack gap={4}>
        <HoldingFields form={form} programmes={programmes} holding={holding} only={only} />
        <div>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t("holding.form.save")}
          </Button>
        </div>
      </Stack>
    </Form>
  );
}
