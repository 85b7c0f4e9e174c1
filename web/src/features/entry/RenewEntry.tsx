import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { renewEntry, reviewOptions } from "../../api/queries/staff/reviews";
import type { Certificate, StaffCertificate, Submission } from "../../api/types";
import { Refused } from "../../errors";
import { One } from "../../shared/adding/One";
import { riskOf } from "../../shared/adding/risk";
import type { Sent } from "../../shared/adding/sent";
import { useWork } from "../../shared/adding/useWork";
import { renewalOf } from "../../shared/draft";
import { NotFound } from "../../shared/NotFound";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Renewable } from "../../shared/Renewable";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { CheckboxField } from "../../ui/CheckboxField";
import { toast } from "../../ui/toast";
import { usePorts } from "./usePorts";

/** Enter what renews a learner's certificate. */
export default function RenewEntry() {
  const { id: academyId } = useAcademy();
  const { learnerId: learner_id = "", certificateId: id = "" } = useParams();
  const { data, error, refetch } = useQuery(reviewOptions(academyId, { learner_id, id }));
  useTitle(t("renewal.title"));
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label={t("common.loading")} />;
  const pathOf = (other: string) => `/console/queue/${learner_id}/${other}`;
  return (
    <Renewable key={`${learner_id}/${id}`} certificate={data} pathOf={pathOf}>
      {(sending) => <Form certificate={data} pathOf={pathOf} sending={sending} />}
    </Renewable>
  );
}

interface Props {
  certificate: StaffCertificate;
  pathOf: (certificateId: string) => string;
  sending: (answer: Promise<Certificate>) => Promise<Sent>;
}

function Form({ certificate, pathOf, sending }: Props) {
  const { id: academyId, types } = useAcademy();
  const { learner_id, kind } = certificate;
  const navigate = useNavigate();
  const ports = usePorts(academyId, learner_id);
  const { mutateAsync } = useMutation(renewEntry(academyId));
  const known = [...types.values()];
  const [begun] = useState(() => renewalOf(certificate, known));
  const [approve, setApprove] = useState(false);
  const work = useWork({ ports, types: known, begin: () => begun, isOne: true });

  const send = (body: Submission) =>
    sending(mutateAsync({ learner_id, content: { ...body, kind, approve, renews: certificate.id } }));

  return (
    <One
      title={t("renewal.title")}
      lead={t("renewal.lead", { title: certificate.title })}
      work={work}
      ports={ports}
      types={known}
      onBehalf
      action={t("renewal.enter")}
      send={send}
      onCancel={() => void navigate(pathOf(certificate.id))}
      onMade={({ id, title }) => {
        toast.success(t("renewal.entered", { title }));
        void navigate(pathOf(id));
      }}
      atRisk={riskOf(work, begun)}
      below={
        <CheckboxField
          label={t("entry.approve")}
          hint={t("entry.approveHint")}
          value={approve}
          onChange={setApprove}
        />
      }
    />
  );
}
