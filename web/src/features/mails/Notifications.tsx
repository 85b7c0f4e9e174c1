import { useMutation, useQuery } from "@tanstack/react-query";
import { words } from "../../api/problemWords";
import { changeMails, mailPreferencesOptions } from "../../api/queries/mails";
import type { MailKind, MailPreferences } from "../../api/types";
import { LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { nameOfLanguage } from "../../text/language";
import { Card } from "../../ui/Card";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { RadioGroup } from "../../ui/RadioGroup";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { SwitchField } from "../../ui/SwitchField";

type Language = NonNullable<MailPreferences["language"]>;

/** Those that mails are written in. */
const WRITTEN: Record<Language, true> = { en: true, de: true };
const LANGUAGES = Object.keys(WRITTEN) as Language[];

type Role = "learner" | "staff";

const ROLES: readonly Role[] = ["learner", "staff"];

/** As whom one gets mails of a kind. */
const ROLE_OF: Record<MailKind, Role> = {
  decision: "learner",
  file_refused: "learner",
  expiry: "learner",
  credential: "learner",
  entered: "learner",
  digest: "staff",
  assignment: "staff",
  dispute: "staff",
};

/** Which mails somebody gets. */
export default function Notifications() {
  useTitle(t("mails.title"));
  const { data, error, refetch } = useQuery(mailPreferencesOptions);
  return (
    <Stack gap={5}>
      <PageHeader title={t("mails.title")} lead={t("mails.lead")} />
      {error && !data ? (
        <LoadFailed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Choices preferences={data} />
      ) : (
        <Skeleton shape="card" height={320} />
      )}
    </Stack>
  );
}

function Choices({ preferences: { kinds, language } }: { preferences: MailPreferences }) {
  const { mutate, error } = useMutation(changeMails);
  const asked = ROLES.filter((role) => kinds.some(({ kind }) => ROLE_OF[kind] === role));
  return (
    <Stack gap={5}>
      {error && (
        <Notice kind="error" announced title={t("errors.heading")}>
          {words(error)}
        </Notice>
      )}
      {asked.map((role) => (
        <Card key={role}>
          <Section title={t(`mails.role.${role}`)}>
            <Stack gap={4}>
              {kinds
                .filter(({ kind }) => ROLE_OF[kind] === role)
                .map(({ kind, on }) => (
                  <SwitchField
                    key={kind}
                    label={t(`mails.kind.${kind}`)}
                    hint={t(`mails.hint.${kind}`)}
                    value={on}
                    onChange={(chosen) => mutate({ kind, on: chosen })}
                  />
                ))}
            </Stack>
          </Section>
        </Card>
      ))}
      <Card>
        <RadioGroup
          label={t("mails.language")}
          hint={t("mails.languageHint")}
          options={[
            { value: "account", label: t("mails.ofAccount") } as const,
            ...LANGUAGES.map((value) => ({ value, label: nameOfLanguage(value) }) as const),
          ]}
          value={language ?? "account"}
          onChange={(chosen) => mutate({ language: chosen === "account" ? null : chosen })}
        />
      </Card>
      <Notice kind="info">{t("mails.newsStay")}</Notice>
    </Stack>
  );
}
