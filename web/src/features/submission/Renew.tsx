import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { certificateOptions, submit } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { Certificate, CertificateWithHistory, CreditType } from "../../api/types";
import { Refused } from "../../errors";
import { One } from "../../shared/adding/One";
import { riskOf } from "../../shared/adding/risk";
import type { Sent } from "../../shared/adding/sent";
import { useWork } from "../../shared/adding/useWork";
import { renewalOf } from "../../shared/draft";
import { NotFound } from "../../shared/NotFound";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Renewable } from "../../shared/Renewable";
import { t } from "../../text";
import { toast } from "../../ui/toast";
import { usePorts } from "./usePorts";

const pathOf = (id: string) => `/certificates/${id}`;

/** Hand in what renews a certificate. */
export default function Renew() {
  const id = useParams()["certificateId"]!;
  const types = useQuery(creditTypesOptions);
  const certificate = useQuery({ ...certificateOptions(id), refetchInterval: false });
  useTitle(t("renewal.title"));
  const failed = [certificate, types].find(({ error, data }) => error && !data);
  if (failed?.error instanceof Refused && failed.error.status === 404) return <NotFound />;
  if (failed) return <LoadFailed error={failed.error} retry={() => void failed.refetch()} />;
  if (!certificate.data || !types.data) return <Loading label={t("common.loading")} />;
  const { data: renewed } = certificate;
  const { data: known } = types;
  return (
    <Renewable key={id} certificate={renewed} pathOf={pathOf}>
      {(sending) => <Form certificate={renewed} types={known} sending={sending} />}
    </Renewable>
  );
}

interface Props {
  certificate: CertificateWithHistory;
  types: CreditType[];
  sending: (answer: Promise<Certificate>) => Promise<Sent>;
}

function Form({ certificate, types, sending }: Props) {
  const ports = usePorts(certificate.id);
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(submit);
  const [begun] = useState(() => renewalOf(certificate, types));
  const work = useWork({ ports, types, begin: () => begun, isOne: true });

  return (
    <One
      title={t("renewal.title")}
      lead={t("renewal.lead", { title: certificate.title })}
      work={work}
      ports={ports}
      types={types}
      action={t("renewal.send")}
      send={(body) => sending(mutateAsync({ ...body, renews: certificate.id }))}
      onCancel={() => void navigate(pathOf(certificate.id))}
      onMade={({ id, title }) => {
        toast.success(t("renewal.sent", { title }));
        void navigate(pathOf(id));
      }}
      atRisk={riskOf(work, begun)}
    />
  );
}
