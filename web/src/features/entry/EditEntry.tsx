import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { isConflict } from "../../api/cache";
import { Refused } from "../../errors";
import { editEntry, pagesOfReview, reviewOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate, Submission } from "../../api/types";
import { useUser } from "../../session/useSession";
import type { Sent } from "../../shared/adding/sent";
import { One } from "../../shared/adding/One";
import { riskOf } from "../../shared/adding/risk";
import { useWork } from "../../shared/adding/useWork";
import { draftOf } from "../../shared/draft";
import { Dispute } from "../../shared/Dispute";
import { openDispute } from "../../shared/history";
import { NotFound } from "../../shared/NotFound";
import { toast } from "../../ui/toast";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Said } from "../../shared/Said";
import { useAcademy } from "../../shared/staff/academy";
import { entryActions } from "../../shared/staff/entered";
import { Timeline } from "../../shared/Timeline";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { CheckboxField } from "../../ui/CheckboxField";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { usePorts } from "./usePorts";

/** Put right what staff entered. */
export default function EditEntry() {
  const { id: academyId } = useAcademy();
  const { learnerId: learner_id = "", certificateId: id = "" } = useParams();
  const loaded = useQuery(reviewOptions(academyId, { learner_id, id }));
  const [round, setRound] = useState(0);
  useTitle(t("review.entered.editTitle"));
  if (loaded.error instanceof Refused && loaded.error.status === 404) return <NotFound />;
  if (loaded.error && !loaded.data) {
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  }
  if (!loaded.data) return <Loading label={t("common.loading")} />;
  return (
    <Form
      key={`${learner_id}/${id} ${round}`}
      certificate={loaded.data}
      onStartOver={() => setRound(round + 1)}
    />
  );
}

interface Props {
  certificate: StaffCertificate;
  /** Begin anew with the certificate as it is now. */
  onStartOver: () => void;
}

function Form({ certificate, onStartOver }: Props) {
  const { id: academyId, types } = useAcademy();
  const { id: reader } = useUser();
  const navigate = useNavigate();
  const { learner_id, id } = certificate;
  const here = `/console/queue/${learner_id}/${id}`;
  const ports = usePorts(academyId, learner_id);
  const [approve, setApprove] = useState(false);
  /** What one began with: what came since is shown, and what is typed stays. */
  const [began] = useState(certificate);
  const { mutateAsync, isPending, isSuccess } = useMutation(editEntry(academyId));
  const known = [...types.values()];
  const handedIn = began.file && began.file.state !== "rejected" ? began.file.upload_id : undefined;
  const work = useWork({ ports, types: known, begin: () => draftOf(began), isOne: true, handedIn });
  // What one saves oneself is known here before one has left, and is no news.
  const isOwn = isPending || isSuccess;
  const isOpen = isOwn || entryActions(certificate).has("edit");
  const isOvertaken = !isOwn && certificate.version !== began.version;
  const dispute = openDispute(certificate);
  // Whoever was overtaken has seen what happened, and saves on top of it.
  const version = useRef(began.version);

  async function send({ id: _, ...content }: Submission): Promise<Sent> {
    const saved = await mutateAsync({
      learner_id,
      id,
      version: version.current,
      content: { ...content, approve },
    });
    return { made: [saved] };
  }

  function explain(error: unknown) {
    if (!isConflict(error)) return undefined;
    version.current = certificate.version;
    // What happened meanwhile is shown above.
    return <></>;
  }

  if (!isOpen) {
    return (
      <>
        <PageHeader title={certificate.title} />
        <Notice
          kind="warning"
          announced
          title={t(isOvertaken ? "review.conflictTitle" : "adding.closedTitle")}
          action={
            <ButtonLink to={here} size="small">
              {t("form.loadLatest")}
            </ButtonLink>
          }
        >
          {t("adding.closed", { status: t(`status.${certificate.status}`) })}
        </Notice>
      </>
    );
  }
  return (
    <One
      title={t("review.entered.editTitle")}
      lead={began.title}
      work={work}
      ports={ports}
      types={known}
      kept={began.claims.map((claim) => claim.credit_type)}
      handedIn={handedIn}
      pagesOf={{
        of: { certificate: { learner_id, id }, version: began.version },
        ask: (signal) => pagesOfReview(academyId, { learner_id, id }, signal),
      }}
      onBehalf
      action={t(approve ? "review.entered.saveAndApprove" : "review.entered.save")}
      send={send}
      onCancel={() => void navigate(here)}
      onMade={({ title }) => {
        toast.success(t(approve ? "review.entered.savedAndApproved" : "review.entered.saved", { title }));
        void navigate(here);
      }}
      explain={explain}
      atRisk={riskOf(work, draftOf(began))}
      above={
        <>
          {isOvertaken && (
            <Notice
              kind="warning"
              announced
              title={t("form.conflictTitle")}
              action={
                <Button size="small" onPress={onStartOver}>
                  {t("review.entered.startOver")}
                </Button>
              }
            >
              <p>{t("review.entered.overtaken")}</p>
              <Timeline
                events={certificate.events.filter((event) => event.version > began.version)}
                types={types}
                reader={reader}
              />
            </Notice>
          )}
          {/* What is asked for stays in sight of whoever puts it right. */}
          {certificate.status === "changes_requested" && <Said certificate={certificate} />}
          {dispute && <Dispute dispute={dispute} reader={reader} />}
        </>
      }
      below={
        <CheckboxField
          label={t("entry.approve")}
          hint={t("review.entered.approveHint")}
          value={approve}
          onChange={setApprove}
        />
      }
    />
  );
}
