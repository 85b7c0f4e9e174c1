import "../../text/setup";
import { FilePlus2, GraduationCap, HardHat, type LucideIcon, School, Stethoscope } from "lucide-react";
import { useCrumbs } from "../../shared/crumbs";
import { useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Card } from "../../ui/Card";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Grid, Stack } from "../../ui/layout";
import { type Form, formOf } from "./creditType";
import css from "./CreditTypes.module.css";

const TEMPLATES = ["hours", "points", "safety", "inHouse", "blank"] as const;
type Template = (typeof TEMPLATES)[number];

const ICONS: Record<Template, LucideIcon> = {
  hours: GraduationCap,
  points: Stethoscope,
  safety: HardHat,
  inHouse: School,
  blank: FilePlus2,
};

export const isTemplate = (name: string): name is Template => (TEMPLATES as readonly string[]).includes(name);

/** A credit type to begin with: everything in it can be changed. */
export function templateOf(name: string): Form {
  const blank = formOf(undefined);
  const named = (template: Exclude<Template, "blank">, more: Partial<Form>): Form => ({
    ...blank,
    name: t(`creditType.template.${template}`),
    unit: t(`creditType.templateUnit.${template}`),
    ...more,
  });
  const counting = (target: string) => ({ ...blank.period_rules, target });
  if (!isTemplate(name)) return blank;
  switch (name) {
    case "hours":
      return named(name, { id: "hours", maximum: "40", period_rules: counting("20") });
    case "points":
      return named(name, {
        id: "points",
        step: "1",
        requires: ["file", "certificate_number"],
        validity: { ...blank.validity, kind: "never" },
        period_rules: counting("50"),
      });
    case "safety":
      return named(name, {
        id: "safety",
        step: "1",
        earned_within_months: "12",
        validity: { ...blank.validity, kind: "months", months: "12" },
        period_rules: counting("1"),
      });
    case "inHouse":
      return named(name, {
        id: "in-house",
        step: "0.5",
        review: "automatic",
        when_found: ["title", "earned_on", "learner"],
      });
    case "blank":
      return blank;
  }
}

/** What to begin a credit type with. */
export function Templates() {
  const { administrator } = useAcademy();
  const title = t("setUp.addType");
  useTitle(title);
  useCrumbs([
    { text: t("setUp.creditTypes"), href: "/console/credit-types" },
    { text: title, href: "#" },
  ]);
  return (
    <Stack gap={6}>
      <PageHeader title={title} lead={t("creditType.templates")} />
      {!administrator ? (
        <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>
      ) : (
        <Grid min={280} as="ul">
          {TEMPLATES.map((template) => (
            <Card key={template} as="li" pressable>
              <span className={css.icon}>
                <Icon of={ICONS[template]} size={20} />
              </span>
              <h2 className={css.name}>
                <Link quiet stretched to={`/console/credit-types/new?template=${template}`}>
                  {t(`creditType.template.${template}`)}
                </Link>
              </h2>
              <p className={css.soft}>{t(`creditType.templateHelp.${template}`)}</p>
            </Card>
          ))}
        </Grid>
      )}
    </Stack>
  );
}
