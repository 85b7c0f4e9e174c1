import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { certificateOptions, submit } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { CertificateWithHistory, CreditType, Submission } from "../../api/types";
import { Refused } from "../../errors";
import type { Sent } from "../../shared/adding/Editor";
import { One } from "../../shared/adding/One";
import { riskOf } from "../../shared/adding/risk";
import { useWork } from "../../shared/adding/useWork";
import { renewalOf } from "../../shared/draft";
import { hasEnded } from "../../shared/kinds";
import { NotFound } from "../../shared/NotFound";
import { NotRenewable } from "../../shared/NotRenewable";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { toast } from "../../ui/toast";
import { usePorts } from "./usePorts";

const pathOf = (id: string) => `/certificates/${id}`;

/** Hand in what renews a certificate. */
export default function Renew() {
  const id = useParams()["certificateId"]!;
  const types = useQuery(creditTypesOptions);
  const certificate = useQuery({ ...certificateOptions(id), refetchInterval: false });
  /** What one has handed in oneself is no reason not to show its form any more. */
  const [isSent, setSent] = useState(false);
  useTitle(t("renewal.title"));
  const failed = [certificate, types].find(({ error, data }) => error && !data);
  if (failed?.error instanceof Refused && failed.error.status === 404) return <NotFound />;
  if (failed) return <LoadFailed error={failed.error} retry={() => void failed.refetch()} />;
  if (!certificate.data || !types.data) return <Loading label={t("common.loading")} />;
  const { status, renewed_by } = certificate.data;
  if (!isSent && (status !== "approved" || renewed_by)) {
    return (
      <NotRenewable
        certificate={certificate.data}
        here={pathOf(id)}
        renewal={renewed_by ? pathOf(renewed_by) : undefined}
      />
    );
  }
  return <Form key={id} certificate={certificate.data} types={types.data} onSend={setSent} />;
}

interface Props {
  certificate: CertificateWithHistory;
  types: CreditType[];
  /** Whether it is on its way, or was handed in. */
  onSend: (isSent: boolean) => void;
}

function Form({ certificate, types, onSend }: Props) {
  const ports = usePorts(certificate.id);
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(submit);
  const [begun] = useState(() => renewalOf(certificate, types));
  const work = useWork({ ports, types, begin: () => begun, isOne: true });

  async function send(body: Submission): Promise<Sent> {
    onSend(true);
    try {
      const saved = await mutateAsync({ ...body, renews: certificate.id });
      // A try that arrived before, and has come to an end since, is not handed in once more by itself.
      return hasEnded(saved.status) ? { ended: saved } : { made: [saved] };
    } catch (error) {
      onSend(false);
      throw error;
    }
  }

  return (
    <One
      title={t("renewal.title")}
      lead={t("renewal.lead", { title: certificate.title })}
      work={work}
      ports={ports}
      types={types}
      action={t("renewal.send")}
      send={send}
      onCancel={() => void navigate(pathOf(certificate.id))}
      onMade={({ id, title }) => {
        toast.success(t("renewal.sent", { title }));
        void navigate(pathOf(id));
      }}
      atRisk={riskOf(work, begun)}
    />
  );
}
