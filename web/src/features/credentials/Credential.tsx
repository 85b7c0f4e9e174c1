import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { words } from "../../api/problemWords";
import { isConflict } from "../../api/cache";
import { byId } from "../../api/queries/byId";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import {
  changeHolding,
  holdingOptions,
  pagesOfHolding,
  programmesOptions,
  readHoldingFile,
  removeHolding,
} from "../../api/queries/holdings";
import type { AcademyProgramme, CreditType, Holding, HoldingWithReport } from "../../api/types";
import { useUser } from "../../session/useSession";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { isNotThere } from "../../shared/notThere";
import { HoldingDocument } from "../../shared/programmes/HoldingDocument";
import { MissingFacts } from "../../shared/programmes/MissingFacts";
import { Report } from "../../shared/programmes/Report";
import { StateBadge } from "../../shared/programmes/StateBadge";
import { Waivers } from "../../shared/programmes/Waivers";
import { Loading, LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { toast } from "../../ui/toast";

/** One credential of the learner's: how far it is, what is missing, and why. */
export function Credential() {
  const id = useParams()["holdingId"]!;
  const [address] = useSearchParams();
  const loaded = useQuery(holdingOptions(id, address.get("cycle") ?? undefined));
  const programmes = useQuery(programmesOptions);
  const types = useQuery({ ...creditTypesOptions, select: byId });
  const holding = loaded.data;
  const missing = !holding && isNotThere(loaded.error);
  useTitle(holding?.programme_name ?? t("holding.title"));
  useCrumbs([
    { text: t("holding.title"), href: "/credentials" },
    {
      text: holding?.programme_name ?? (missing ? t("errors.notFoundTitle") : t("common.loading")),
      href: "#",
    },
  ]);
  if (missing) return <NotFound />;
  if (loaded.error && !holding) {
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  }
  if (!holding) return <Loading label={t("common.loading")} />;
  return (
    <Shown
      key={holding.id}
      holding={holding}
      programmes={programmes.data ?? []}
      types={types.data ?? new Map<string, CreditType>()}
    />
  );
}

interface Props {
  holding: HoldingWithReport;
  programmes: readonly AcademyProgramme[];
  types: ReadonlyMap<string, CreditType>;
}

function Shown({ holding, programmes, types }: Props) {
  const { id: reader } = useUser();
  const [address, setAddress] = useSearchParams();
  const [removing, setRemoving] = useState(false);
  const changing = useMutation(changeHolding);
  const client = useQueryClient();
  const { state, stated, said } = holding;
  return (
    <Stack gap={5}>
      <PageHeader
        title={holding.programme_name}
        status={<StateBadge state={state} />}
        lead={stated.number && t("holding.number", { number: stated.number })}
        actions={
          <>
            <ButtonLink
              icon={Pencil}
              variant={state === "refused" ? "primary" : "secondary"}
              to={`/credentials/${holding.id}/edit`}
            >
              {state === "refused" ? t("holding.correct") : t("common.edit")}
            </ButtonLink>
            {state !== "confirmed" && (
              <Button variant="quiet" onPress={() => setRemoving(true)}>
                {t("holding.remove")}
              </Button>
            )}
          </>
        }
      />
      {state === "refused" && said && (
        <Notice kind="error" title={t("holding.said")}>
          {said}
        </Notice>
      )}
      {state === "stated" && <Notice kind="info">{t("holding.stateHelp.stated")}</Notice>}
      <MissingFacts
        holding={holding}
        programmes={programmes}
        send={(version, body) => changing.mutateAsync({ id: holding.id, version, body })}
      />
      <Report
        holding={holding}
        programme={programmes.find(({ id }) => id === holding.programme)}
        types={types}
        href={(id) => `/certificates/${id}`}
        cycle={address.get("cycle")}
        rest={(cursor) => client.query(holdingOptions(holding.id, address.get("cycle") ?? undefined, cursor))}
        onCycle={(cycle) => setAddress({ cycle }, { replace: true })}
        reader={reader}
      >
        <Waivers holding={holding} />
      </Report>
      {holding.file && (
        <HoldingDocument
          key={holding.file.upload_id}
          file={holding.file}
          ask={(signal) => pagesOfHolding(holding.id, signal)}
          link={() => readHoldingFile(holding.id)}
        />
      )}
      {removing && <Removing holding={holding} onClose={() => setRemoving(false)} />}
    </Stack>
  );
}

function Removing({ holding, onClose }: { holding: Holding; onClose: () => void }) {
  // Of the version that was asked about, whatever comes meanwhile.
  const [{ id, version, programme_name: name }] = useState(holding);
  const navigate = useNavigate();
  const { mutate, error, isPending } = useMutation(removeHolding);
  return (
    <ConfirmDialog
      open
      danger
      title={t("holding.removeTitle")}
      confirm={t("holding.remove")}
      cancel={t("common.cancel")}
      busy={isPending}
      onCancel={onClose}
      onConfirm={() =>
        mutate(
          { id, version },
          {
            onSuccess: () => {
              toast.success(t("holding.removed", { name }));
              void navigate("/credentials", { replace: true });
            },
          },
        )
      }
    >
      <Stack gap={3}>
        {error && (
          <Notice kind="error" announced>
            {isConflict(error) ? t("holding.conflictTitle") : words(error)}
          </Notice>
        )}
        <p>{t("holding.removeText", { name })}</p>
      </Stack>
    </ConfirmDialog>
  );
}
