import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { isConflict } from "../../api/cache";
import { Refused } from "../../errors";
import { certificateOptions, edit, pagesOf } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { CertificateWithHistory, CreditType, Submission } from "../../api/types";
import { useUser } from "../../session/useSession";
import { LeftDrafts } from "../../shared/adding/Adding";
import { One } from "../../shared/adding/One";
import type { Sent } from "../../shared/adding/sent";
import { useWork } from "../../shared/adding/useWork";
import { draftOf, stated } from "../../shared/draft";
import { learnerActions } from "../../shared/learnerActions";
import { NotFound } from "../../shared/NotFound";
import { toast } from "../../ui/toast";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Said } from "../../shared/Said";
import { isUnderWay } from "../../shared/upload";
import { t } from "../../text";
import { ButtonLink } from "../../ui/ButtonLink";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { usePorts } from "./usePorts";

/** Edit what was handed in, and hand it in again. */
export default function Edit() {
  const id = useParams()["certificateId"]!;
  const types = useQuery(creditTypesOptions);
  const certificate = useQuery({ ...certificateOptions(id), refetchInterval: false });
  useTitle(t("form.editTitle"));
  const failed = [certificate, types].find(({ error, data }) => error && !data);
  if (failed?.error instanceof Refused && failed.error.status === 404) return <NotFound />;
  if (failed) return <LoadFailed error={failed.error} retry={() => void failed.refetch()} />;
  if (!certificate.data || !types.data) return <Loading label={t("common.loading")} />;
  if (!learnerActions(certificate.data).has("edit")) return <Closed certificate={certificate.data} />;
  return <Open key={id} certificate={certificate.data} types={types.data} />;
}

/** What cannot be edited any more, or never could. */
function Closed({ certificate }: { certificate: CertificateWithHistory }) {
  return (
    <>
      <PageHeader title={certificate.title} />
      <Notice
        kind="info"
        title={t("adding.closedTitle")}
        action={
          <ButtonLink to={`/certificates/${certificate.id}`} size="small">
            {t("form.showTaken")}
          </ButtonLink>
        }
      >
        {t("adding.closed", { status: t(`status.${certificate.status}`) })}
      </Notice>
    </>
  );
}

interface Props {
  certificate: CertificateWithHistory;
  types: CreditType[];
}

function Open({ certificate, types }: Props) {
  const { id: user } = useUser();
  const ports = usePorts();
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(edit);
  const here = `/certificates/${certificate.id}`;
  const handedIn = certificate.file?.state === "accepted" ? certificate.file.upload_id : undefined;
  const asItIs = draftOf(certificate);
  const work = useWork({
    ports,
    types,
    place: { user, certificate: certificate.id },
    begin: () => asItIs,
    isOne: true,
    isUnchanged: (draft) => stated(draft) === stated(asItIs),
    handedIn,
  });

  async function send({ id: _, ...content }: Submission): Promise<Sent> {
    const saved = await mutateAsync({ id: certificate.id, version: certificate.version, content });
    return { made: [saved] };
  }

  return (
    <One
      title={t("form.editTitle")}
      lead={certificate.title}
      work={work}
      ports={ports}
      types={types}
      kept={certificate.claims.map((claim) => claim.credit_type)}
      handedIn={handedIn}
      pagesOf={{
        of: {
          certificate: { learner_id: certificate.learner_id, id: certificate.id },
          version: certificate.version,
        },
        ask: (signal) => pagesOf(certificate.id, signal),
      }}
      action={t("form.resubmit")}
      send={send}
      onCancel={() => void navigate(here)}
      onMade={({ title }) => {
        toast.success(t("form.saved", { title }));
        void navigate(here);
      }}
      atRisk={[...work.states.values()].some(isUnderWay) ? "upload" : undefined}
      above={
        <>
          <LeftDrafts drafts={work.drafts} isEdit />
          {certificate.status === "changes_requested" && <Said certificate={certificate} />}
        </>
      }
      explain={(error) =>
        isConflict(error) && (
          <Notice
            kind="warning"
            announced
            title={t("form.conflictTitle")}
            action={
              <ButtonLink to={here} size="small">
                {t("form.loadLatest")}
              </ButtonLink>
            }
          >
            {t("form.conflict")}
          </Notice>
        )
      }
    />
  );
}
