import "../../text/rules";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Archive, FlaskConical, Pencil, Rocket, Undo2, UsersRound } from "lucide-react";
import { useState } from "react";
import { useParams } from "react-router";
import { words } from "../../api/problemWords";
import { programmeOptions, saveProgramme } from "../../api/queries/staff/programmes";
import type { AcademyProgramme, ProgrammeState } from "../../api/types";
import { Refused } from "../../errors";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { namesOf } from "../../shared/programmes/names";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Split, Stack } from "../../ui/layout";
import { toast } from "../../ui/toast";
import { AskInForce } from "./AskInForce";
import { Origin, StateBadge } from "./parts";
import { LIST } from "./state";
import { Versions } from "./Versions";

/** One of the academy's programmes: what it asks, and whether it is there for learners. */
export default function ProgrammePage() {
  const { programmeId = "" } = useParams();
  const { id: academy } = useAcademy();
  const { data, error, refetch } = useQuery(programmeOptions(academy, programmeId));
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  return data ? <Shown kept={data} /> : <Skeleton shape="card" height={360} />;
}

function Shown({ kept }: { kept: AcademyProgramme }) {
  const { programme, state, id } = kept;
  const { types, administrator } = useAcademy();
  const [next, setNext] = useState<ProgrammeState>();
  useTitle(programme.name);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: programme.name, href: "#" },
  ]);
  return (
    <Stack gap={6}>
      <PageHeader
        title={programme.name}
        lead={t(`programmes.stateLead.${state}`)}
        status={<StateBadge state={state} />}
        actions={
          <>
            {state !== "draft" && (
              <ButtonLink icon={UsersRound} to={`${LIST}/${id}/holders`}>
                {t("programmes.holders.open")}
              </ButtonLink>
            )}
            {administrator && (
              <>
                {state === "draft" && (
                  <Button variant="primary" icon={Rocket} onPress={() => setNext("in_force")}>
                    {t("programmes.to.in_force")}
                  </Button>
                )}
                {state === "retired" && (
                  <Button variant="primary" icon={Undo2} onPress={() => setNext("in_force")}>
                    {t("programmes.bringBack")}
                  </Button>
                )}
                <ButtonLink icon={FlaskConical} to={`${LIST}/${id}/try`}>
                  {t("programmes.try.open")}
                </ButtonLink>
                <ButtonLink icon={Pencil} to={`${LIST}/${id}/edit`}>
                  {t("programmes.edit")}
                </ButtonLink>
                {state === "in_force" && (
                  <Button variant="quiet" icon={Archive} onPress={() => setNext("retired")}>
                    {t("programmes.to.retired")}
                  </Button>
                )}
              </>
            )}
          </>
        }
      />
      <Split width={340} aside={<Origin programme={programme} />}>
        <Versions programme={programme} names={namesOf(types.values())} />
      </Split>
      {next && <Move kept={kept} to={next} onClose={() => setNext(undefined)} />}
    </Stack>
  );
}

interface MoveProps {
  kept: AcademyProgramme;
  to: ProgrammeState;
  onClose: () => void;
}

/** Asks before a programme is put in force, or taken away from learners. */
function Move({ kept: { programme, version, pack }, to, onClose }: MoveProps) {
  const { id: academy } = useAcademy();
  const { mutate, isPending, error } = useMutation(saveProgramme(academy));
  const name = programme.name;
  const asked = {
    title: t(`programmes.ask.${to}`, { name }),
    confirm: t(`programmes.to.${to}`),
    busy: isPending,
    onCancel: onClose,
    onConfirm: () =>
      mutate(
        { body: { programme, state: to, pack }, version },
        {
          onSuccess: () => {
            toast.success(t(`programmes.moved.${to}`, { name }));
            onClose();
          },
        },
      ),
  };
  if (to === "in_force") {
    return (
      <AskInForce {...asked} programme={programme} error={error}>
        {t("programmes.askText.in_force")}
      </AskInForce>
    );
  }
  return (
    <ConfirmDialog open cancel={t("common.cancel")} {...asked}>
      <Stack gap={3}>
        {error && (
          <Notice kind="error" announced>
            {words(error)}
          </Notice>
        )}
        <p>{t(`programmes.askText.${to}`)}</p>
      </Stack>
    </ConfirmDialog>
  );
}
