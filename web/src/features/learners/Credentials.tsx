import "../../text/holdings";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, Check, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { isConflict } from "../../api/cache";
import { words } from "../../api/problemWords";
import {
  changeHoldingOf,
  type LearnerOf,
  learnerHoldingOptions,
  learnerHoldingsOptions,
  pagesOfHoldingOf,
  readHoldingFileOf,
  unmeetRequirement,
} from "../../api/queries/staff/holdings";
import { programmesOptions } from "../../api/queries/staff/programmes";
import type { AcademyProgramme, GrantedWaiver, HoldingWithReport, ReportNode } from "../../api/types";
import { useUser } from "../../session/useSession";
import { LoadFailed } from "../../shared/Page";
import { HoldingDocument } from "../../shared/programmes/HoldingDocument";
import { Holdings } from "../../shared/programmes/Holdings";
import { MissingFacts } from "../../shared/programmes/MissingFacts";
import { Report } from "../../shared/programmes/Report";
import { StateBadge } from "../../shared/programmes/StateBadge";
import { Waivers } from "../../shared/programmes/Waivers";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Row, Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { toast } from "../../ui/toast";
import { DecideDialog, MeetDialog, RemoveDialog, TakeBackDialog } from "./CredentialDialogs";
import css from "./Credentials.module.css";
import { HoldingDialog } from "./HoldingDialog";
import { WaiverDialog } from "./WaiverDialog";

interface Props {
  learner: string;
}

/** The credentials of a learner, or the one that the address names. */
export default function Credentials({ learner }: Props) {
  const { id: academy_id } = useAcademy();
  const of: LearnerOf = { academy_id, learner_id: learner };
  const [address] = useSearchParams();
  const chosen = address.get("credential");
  const programmes = useQuery(programmesOptions(academy_id));
  const { data, error, refetch } = useQuery(learnerHoldingsOptions(of));
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (programmes.error && !programmes.data) {
    return <LoadFailed error={programmes.error} retry={() => void programmes.refetch()} />;
  }
  if (!data || !programmes.data) return <Skeleton shape="card" height={220} />;
  return chosen ? (
    <One key={chosen} of={of} id={chosen} programmes={programmes.data} />
  ) : (
    <All of={of} holdings={data} programmes={programmes.data} />
  );
}

interface AllProps {
  of: LearnerOf;
  holdings: Parameters<typeof Holdings>[0]["holdings"];
  programmes: readonly AcademyProgramme[];
}

function All({ of, holdings, programmes }: AllProps) {
  const [entering, setEntering] = useState(false);
  const inForce = programmes.filter(({ state }) => state === "in_force");
  const own = useUser().id === of.learner_id;
  const enter = inForce.length > 0 && !own && (
    <Button icon={Plus} onPress={() => setEntering(true)}>
      {t("holding.staff.enter")}
    </Button>
  );
  return (
    <Stack gap={4}>
      {holdings.length > 0 ? (
        <>
          {enter && <div>{enter}</div>}
          <Holdings holdings={holdings} href={({ id }) => `?tab=credentials&credential=${id}`} />
        </>
      ) : (
        <EmptyState title={t("holding.staff.emptyTitle")} action={enter}>
          {inForce.length > 0 ? t("holding.staff.empty") : t("holding.staff.noProgrammes")}
        </EmptyState>
      )}
      {entering && <HoldingDialog of={of} programmes={inForce} onClose={() => setEntering(false)} />}
    </Stack>
  );
}

interface OneProps {
  of: LearnerOf;
  id: string;
  programmes: readonly AcademyProgramme[];
}

function One({ of, id, programmes }: OneProps) {
  const [address] = useSearchParams();
  const { data, error, refetch } = useQuery(learnerHoldingOptions(of, id, address.get("cycle") ?? undefined));
  return (
    <Stack gap={4}>
      <div>
        <ButtonLink variant="quiet" size="small" icon={ArrowLeft} to="?tab=credentials">
          {t("holding.staff.back")}
        </ButtonLink>
      </div>
      {error && !data ? (
        <LoadFailed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Shown of={of} holding={data} programmes={programmes} />
      ) : (
        <Skeleton shape="card" height={320} />
      )}
    </Stack>
  );
}

/** What is being done with it, and to what of it. */
type Doing =
  | { what: "confirm" | "refuse" | "edit" | "remove" | "waive" }
  | { what: "meet"; node: ReportNode }
  | { what: "take_back"; granted: GrantedWaiver };

function Shown({ of, holding, programmes }: Omit<OneProps, "id"> & { holding: HoldingWithReport }) {
  const { types, administrator } = useAcademy();
  const { id: reader } = useUser();
  const [address, setAddress] = useSearchParams();
  const [doing, setDoing] = useState<Doing>();
  const changing = useMutation(changeHoldingOf(of));
  const client = useQueryClient();
  const programme = programmes.find(({ id }) => id === holding.programme);
  // Nobody decides on a credential of their own.
  const own = reader === of.learner_id;
  const close = () => setDoing(undefined);
  return (
    <Stack gap={5}>
      <Section
        title={
          <span className={css.title}>
            {holding.programme_name} <StateBadge state={holding.state} />
          </span>
        }
        lead={holding.stated.number && t("holding.number", { number: holding.stated.number })}
        actions={
          !own && (
            <>
              <Button icon={Pencil} onPress={() => setDoing({ what: "edit" })}>
                {t("common.edit")}
              </Button>
              <Button variant="quiet" onPress={() => setDoing({ what: "remove" })}>
                {t("holding.remove")}
              </Button>
            </>
          )
        }
      >
        {own ? (
          <Notice kind="info">{t("holding.staff.notOwn")}</Notice>
        ) : (
          <Deciding holding={holding} onDo={(what) => setDoing({ what })} />
        )}
      </Section>
      {holding.file && (
        <HoldingDocument
          key={holding.file.upload_id}
          file={holding.file}
          ask={(signal) => pagesOfHoldingOf(of, holding.id, signal)}
          link={() => readHoldingFileOf(of, holding.id)}
        />
      )}
      {!own && (
        <MissingFacts
          holding={holding}
          programmes={programmes}
          send={(version, body) => changing.mutateAsync({ id: holding.id, version, body })}
        />
      )}
      <Report
        holding={holding}
        programme={programme}
        types={types}
        href={(certificate) => `/console/queue/${of.learner_id}/${certificate}`}
        cycle={address.get("cycle")}
        rest={(cursor) =>
          client.query(learnerHoldingOptions(of, holding.id, address.get("cycle") ?? undefined, cursor))
        }
        onCycle={(cycle) =>
          setAddress({ tab: "credentials", credential: holding.id, cycle }, { replace: true })
        }
        reader={reader}
        beside={(node) =>
          node.kind === "confirmed" && (
            <Met
              of={of}
              holding={holding}
              node={node}
              {...(!own && { onMeet: () => setDoing({ what: "meet", node }) })}
            />
          )
        }
      >
        <Waivers
          holding={holding}
          actions={
            administrator &&
            !own && (
              <Button size="small" onPress={() => setDoing({ what: "waive" })}>
                {t("holding.staff.waive")}
              </Button>
            )
          }
          beside={(granted) =>
            administrator &&
            !own && (
              <Button size="small" variant="quiet" onPress={() => setDoing({ what: "take_back", granted })}>
                {t("holding.staff.takeBack")}
              </Button>
            )
          }
        />
      </Report>
      {(doing?.what === "confirm" || doing?.what === "refuse") && (
        <DecideDialog of={of} holding={holding} decision={doing.what} onClose={close} />
      )}
      {doing?.what === "edit" && (
        <HoldingDialog of={of} programmes={programmes} holding={holding} onClose={close} />
      )}
      {doing?.what === "remove" && (
        <RemoveDialog
          of={of}
          holding={holding}
          onClose={close}
          onRemoved={() => setAddress({ tab: "credentials" }, { replace: true })}
        />
      )}
      {doing?.what === "meet" && <MeetDialog of={of} holding={holding} node={doing.node} onClose={close} />}
      {doing?.what === "waive" && <WaiverDialog of={of} holding={holding} onClose={close} />}
      {doing?.what === "take_back" && (
        <TakeBackDialog of={of} holding={holding} granted={doing.granted} onClose={close} />
      )}
    </Stack>
  );
}

interface DecidingProps {
  holding: HoldingWithReport;
  onDo: (what: "confirm" | "refuse") => void;
}

/** What staff say of it; a word can be taken back by the other one. */
function Deciding({ holding: { state, said }, onDo }: DecidingProps) {
  return (
    <Stack gap={3}>
      {state === "stated" && <Notice kind="warning">{t("holding.staff.waits")}</Notice>}
      {said && (
        <p className={css.said}>
          <strong>{t("holding.said")}</strong> {said}
        </p>
      )}
      <Row>
        {state !== "confirmed" && (
          <Button variant="primary" icon={Check} onPress={() => onDo("confirm")}>
            {t("holding.staff.confirm")}
          </Button>
        )}
        {state !== "refused" && (
          <Button variant={state === "stated" ? "secondary" : "quiet"} onPress={() => onDo("refuse")}>
            {t("holding.staff.refuse")}
          </Button>
        )}
      </Row>
    </Stack>
  );
}

interface MetProps {
  of: LearnerOf;
  holding: HoldingWithReport;
  node: ReportNode;
  onMeet?: () => void;
}

/** Who said that a requirement which is not hours is met; staff say so, and take it back. */
function Met({ of, holding, node, onMeet }: MetProps) {
  const { mutate, isPending } = useMutation(unmeetRequirement(of));
  const found = holding.met.filter(({ confirmation }) => confirmation.requirement === node.id);
  const takeBack = (met_id: string) =>
    mutate(
      { id: holding.id, version: holding.version, met_id },
      {
        onSuccess: () => toast.success(t("holding.staff.unmet")),
        onError: (error) => toast.error(isConflict(error) ? t("holding.conflictTitle") : words(error)),
      },
    );
  return (
    <div className={css.met}>
      {found.map(({ id, confirmation, comment }) => (
        <div key={id} className={css.one}>
          <span>
            {t("holding.confirmedOn", { day: formatDay(confirmation.on) })}
            {comment && <span className={css.soft}> · {comment}</span>}
          </span>
          {onMeet && (
            <Button
              size="small"
              variant="quiet"
              busy={isPending}
              aria-label={t("holding.staff.unmeetOf", { name: node.name })}
              onPress={() => takeBack(id)}
            >
              {t("holding.staff.unmeet")}
            </Button>
          )}
        </div>
      ))}
      {onMeet && !node.done && (
        <div>
          <Button size="small" icon={Check} onPress={onMeet}>
            {t("holding.staff.meet")}
          </Button>
        </div>
      )}
    </div>
  );
}
