import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Refused } from "../../errors";
import { submit } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { CreditType, Submission } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Adding } from "../../shared/adding/Adding";
import { sentOf } from "../../shared/adding/sent";
import type { Item } from "../../shared/adding/strip";
import type { HandedOver } from "../../shared/adding/useStrip";
import { useWork } from "../../shared/adding/useWork";
import { isUnderWay } from "../../shared/upload";
import { KeptDrafts } from "../../shared/keptDrafts";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { usePorts } from "./usePorts";

/** Hand certificates in: file first, several at once. */
export default function Add() {
  useTitle(t("adding.title"));
  const types = useQuery(creditTypesOptions);
  if (types.error) return <LoadFailed error={types.error} retry={() => void types.refetch()} />;
  if (!types.data) return <Loading label={t("common.loading")} />;
  if (types.data.every(({ retired }) => retired)) {
    return (
      <EmptyState
        title={t("form.noTypesTitle")}
        action={<ButtonLink to="/certificates">{t("adding.home")}</ButtonLink>}
      >
        {t("form.noTypes")}
      </EmptyState>
    );
  }
  return <Open types={types.data} />;
}

function Open({ types }: { types: CreditType[] }) {
  const { id: user } = useUser();
  const ports = usePorts();
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(submit);
  const work = useWork({ ports, types, place: { user } });

  const send = async (body: Submission) => sentOf(await mutateAsync(body));

  /** Go on where an earlier try arrived, with what was typed since. */
  function showTaken({ key, draft }: Item) {
    work.drafts.forget(key);
    new KeptDrafts({ user, certificate: draft.id }).keep(key, draft);
    const state: HandedOver = { drafts: [key] };
    void navigate(`/certificates/${draft.id}/edit`, { state });
  }

  return (
    <Adding
      title={t("adding.title")}
      lead={t("adding.lead")}
      work={work}
      ports={ports}
      types={types}
      action={t("form.submit")}
      send={send}
      done={(count) => t("adding.done", { count })}
      // What is filled in is kept, and is there again.
      atRisk={[...work.states.values()].some(isUnderWay) ? "upload" : undefined}
      href={({ id }) => `/certificates/${id}`}
      home={{ href: "/certificates", name: t("adding.home") }}
      explain={(error, item) =>
        error instanceof Refused &&
        error.is("id-reused") && (
          <Notice
            kind="warning"
            announced
            title={t("form.takenTitle")}
            action={
              <Button size="small" onPress={() => showTaken(item)}>
                {t("form.showTaken")}
              </Button>
            }
          >
            {t("form.taken")}
          </Notice>
        )
      }
    />
  );
}
