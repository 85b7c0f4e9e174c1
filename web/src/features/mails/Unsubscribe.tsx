import { useMutation } from "@tanstack/react-query";
import { words } from "../../api/problemWords";
import { unsubscribe } from "../../api/queries/mails";
import type { Face } from "../../api/types";
import type { MailLink } from "../../shared/mailLink";
import { useTitle } from "../../shared/Page";
import { isText, t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import css from "./Unsubscribe.module.css";

/** What the link of a mail leads to: programs follow it, too, so it takes a press. */
export default function Unsubscribe({ link, face }: { link: MailLink | undefined; face: Face | undefined }) {
  const { mutate, data, error, isPending } = useMutation(unsubscribe);
  const title = data ? t("mails.stopped") : t("mails.stop");
  useTitle(title);
  return (
    <main className={css.page}>
      <Card>
        <Stack gap={4}>
          <PageHeader title={title} {...(face && { lead: face.name })} />
          {!link ? (
            <Notice kind="warning">{t("mails.linkBroken")}</Notice>
          ) : data ? (
            <p role="status">{t("mails.stoppedText", { kind: nameOf(link.kind) })}</p>
          ) : (
            <p>{t("mails.stopText", { kind: nameOf(link.kind) })}</p>
          )}
          {error && (
            <Notice kind="error" announced title={t("errors.heading")}>
              {words(error)}
            </Notice>
          )}
          <Row gap={2}>
            {link && !data && (
              <Button variant="primary" busy={isPending} onPress={() => mutate(link.token)}>
                {t("mails.stopNow")}
              </Button>
            )}
            <ButtonLink to="/notifications">{t("mails.choose")}</ButtonLink>
          </Row>
        </Stack>
      </Card>
    </main>
  );
}

const nameOf = (kind: string) =>
  isText(`mails.kind.${kind}`) ? t(`mails.kind.${kind as "decision"}`) : t("mails.someKind");
