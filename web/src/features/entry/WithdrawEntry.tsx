import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { words } from "../../api/problemWords";
import { reviewOptions, withdrawEntry } from "../../api/queries/staff/reviews";
import { toast } from "../../ui/toast";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { entryActions } from "../../shared/staff/entered";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";

/** Take back what staff entered. */
export default function WithdrawEntry() {
  const { id: academyId } = useAcademy();
  const { learnerId: learner_id = "", certificateId: id = "" } = useParams();
  const loaded = useQuery(reviewOptions(academyId, { learner_id, id }));
  const withdraw = useMutation(withdrawEntry(academyId));
  const navigate = useNavigate();
  const title = t("review.entered.withdrawTitle");
  useTitle(title);
  const certificate = loaded.data;
  if (loaded.error && !certificate) {
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  }
  if (!certificate) return <Loading label={t("common.loading")} />;
  const here = `/console/queue/${learner_id}/${id}`;
  const back = <ButtonLink to={here}>{t("common.cancel")}</ButtonLink>;
  // What one takes back oneself is known here before one has left, and is no news.
  const isOwn = withdraw.isPending || withdraw.isSuccess;
  if (!isOwn && !entryActions(certificate).has("withdraw")) {
    return (
      <Stack>
        <PageHeader title={certificate.title} />
        <Notice kind="warning" announced title={t("adding.closedTitle")} action={back}>
          {t("adding.closed", { status: t(`status.${certificate.status}`) })}
        </Notice>
      </Stack>
    );
  }

  async function take(version: number) {
    const saved = await withdraw.mutateAsync({ learner_id, id, version });
    toast.success(t("review.entered.withdrawn", { title: saved.title }));
    void navigate("/console/queue");
  }

  return (
    <Stack>
      <PageHeader title={title} lead={certificate.title} />
      {withdraw.error && (
        <Notice kind="error" announced>
          {words(withdraw.error)}
        </Notice>
      )}
      <p>{t("review.entered.withdrawText")}</p>
      <Row gap={3}>
        <Button
          variant="danger"
          busy={withdraw.isPending}
          // What it says of a refusal is what the mutation keeps.
          onPress={() => void take(certificate.version).catch(() => undefined)}
        >
          {t("certificate.withdrawConfirm")}
        </Button>
        {back}
      </Row>
    </Stack>
  );
}
