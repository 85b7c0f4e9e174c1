import "../../text/setup";
import "../../text/rules";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Braces, CopyPlus, FlaskConical, Trash2, UsersRound } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { heading, words } from "../../api/problemWords";
import { programmeOptions, saveProgramme } from "../../api/queries/staff/programmes";
import type { AcademyProgramme, Programme } from "../../api/types";
import { Refused } from "../../errors";
import { unsaved } from "../../form/leaving";
import { useAtRisk } from "../../form/useUnsaved";
import { type Wrong, wordsOf } from "../../form/wrong";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { namesOf } from "../../shared/programmes/names";
import { Sentences } from "../../shared/programmes/Sentences";
import { type Said, sayVersion } from "../../shared/programmes/sentences";
import { useAcademy } from "../../shared/staff/academy";
import { dayOf } from "../../shared/typedDay";
import { t } from "../../text";
import { formatDay, todayIn } from "../../text/format";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { SelectField } from "../../ui/SelectField";
import { Skeleton } from "../../ui/Skeleton";
import { Row, Split, Stack } from "../../ui/layout";
import { toast } from "../../ui/toast";
import css from "./Builder.module.css";
import {
  blankProgramme,
  gapsIn,
  getIn,
  idOf,
  type Path,
  pathOf,
  ruleOf,
  setIn,
  toSend,
  withNextVersion,
} from "./draft";
import { type Drafting, DraftingProvider } from "./drafting";
import { AskInForce } from "./AskInForce";
import { Effects } from "./Effects";
import { Trying } from "./Trying";
import { JsonDialog } from "./JsonDialog";
import { StateBadge } from "./parts";
import { RuleTree } from "./RuleTree";
import { LIST } from "./state";
import { AfterParts, Basics, Begins, CountsParts, CycleParts } from "./VersionParts";

/** Writes a programme without code: its parts on one side, what they say on the other. */
export default function Builder() {
  const { programmeId } = useParams();
  const { administrator, settings } = useAcademy();
  if (!administrator) return <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>;
  const today = todayIn(settings.time_zone);
  return programmeId ? <Kept id={programmeId} /> : <Editor read={undefined} begin={blankProgramme(today)} />;
}

function Kept({ id }: { id: string }) {
  const { id: academy } = useAcademy();
  const { data, error, refetch } = useQuery(programmeOptions(academy, id));
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  return data ? <Editor read={data} begin={data.programme} /> : <Skeleton shape="card" height={480} />;
}

interface EditorProps {
  read: AcademyProgramme | undefined;
  begin: Programme;
}

function Editor({ read, begin }: EditorProps) {
  // What somebody else saves meanwhile takes the place of what is written only where that is asked for.
  const [kept, setKept] = useState(read);
  const [base, setBase] = useState(begin);
  const [programme, setProgramme] = useState(begin);
  const { id: academy, types, settings } = useAcademy();
  const today = todayIn(settings.time_zone);
  const client = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation(saveProgramme(academy));
  /** What the server found, by path; it goes when that is changed. */
  const [found, setFound] = useState<Readonly<Record<Path, string>>>({});
  const [tried, setTried] = useState(0);
  const [at, setAt] = useState(begin.versions.length - 1);
  const [open, setOpen] = useState<Path>();
  const [focus, setFocus] = useState<Path>();
  const [json, setJson] = useState(false);
  const [asking, setAsking] = useState(false);
  const [looking, setLooking] = useState<"try" | "effects">();
  const frame = useRef<HTMLDivElement>(null);
  const title = kept ? t("programmes.editOf", { name: kept.programme.name }) : t("programmes.write");
  useTitle(title);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    ...(kept ? [{ text: kept.programme.name, href: `${LIST}/${kept.id}` }] : []),
    { text: kept ? t("programmes.edit") : title, href: "#" },
  ]);
  useAtRisk(programme === base ? undefined : "typed");

  const gaps = useMemo(() => gapsIn(programme), [programme]);
  const wrongs = useMemo(
    () => ({
      ...found,
      ...(tried
        ? Object.fromEntries(Object.entries(gaps).map(([path, wrong]) => [path, wordsOf(wrong)]))
        : {}),
    }),
    [found, gaps, tried],
  );
  const naming = useMemo(() => [...types.values()].filter(({ retired }) => !retired), [types]);
  const names = useMemo(() => namesOf([...types.values()]), [types]);
  const place = Math.min(at, programme.versions.length - 1);
  const version = programme.versions[place]!;
  const path = `versions.${place}`;
  const said = useMemo(() => sayDraft(programme, place, names, gaps), [programme, place, names, gaps]);

  // What is wrong is where the eye is led: the requirement is opened, its first wrong field has the focus.
  useEffect(() => {
    if (tried) frame.current?.querySelector<HTMLElement>(FIRST_WRONG)?.focus();
  }, [tried]);

  function change(path: Path, value: unknown): void {
    const next = setIn(programme, path, value);
    // An id follows the name until it is written by hand, or kept.
    const follows =
      !kept && path === "name" && (programme.id === "" || programme.id === idOf(programme.name));
    setProgramme(follows ? { ...next, id: idOf(next.name) } : next);
    setFound((before) =>
      Object.fromEntries(
        Object.entries(before).filter(([wrong]) => !isWithin(wrong, path) && !isWithin(path, wrong)),
      ),
    );
  }

  const drafting: Drafting = {
    programme,
    set: change,
    put: (next) => {
      setProgramme(next);
      setFound({});
    },
    wrongAt: (path) => wrongs[path],
    isWrong: (path) => Object.keys(wrongs).some((wrong) => isWithin(wrong, path)),
    names,
    types: naming,
  };

  function lead(paths: readonly Path[]): void {
    const [first] = paths;
    if (first) goTo(first);
    setTried((before) => before + 1);
  }

  function goTo(wrong: Path): void {
    const of = /^versions\.(\d+)/.exec(wrong)?.[1];
    if (of) setAt(Number(of));
    setOpen(ruleOf(wrong));
  }

  /** Only what is whole can be tried. */
  function look(at: "try" | "effects"): void {
    const missing = Object.keys(gaps);
    if (missing.length) lead(missing);
    else setLooking(at);
  }

  /** What learners go by is changed once it was seen for whom. */
  function save(): void {
    const missing = Object.keys(gaps);
    if (missing.length) return lead(missing);
    setTried(0);
    if (kept && kept.state !== "draft") setAsking(true);
    else send();
  }

  function send(): void {
    saving.mutate(
      {
        body: { programme: toSend(programme), state: kept?.state ?? "draft", pack: kept?.pack ?? null },
        version: kept?.version,
      },
      {
        onSuccess: (saved) => {
          toast.success(t("programmes.saved", { name: saved.programme.name }));
          unsaved.letGo(() => void navigate(`${LIST}/${saved.id}`));
        },
        onError: (error) => {
          setAsking(false);
          const told = wrongIn(error);
          setFound(told);
          if (Object.keys(told).length) lead(Object.keys(told));
        },
      },
    );
  }

  async function showLatest() {
    if (!kept) return;
    const latest = await client.query({ ...programmeOptions(academy, kept.id), staleTime: 0 });
    setKept(latest);
    setBase(latest.programme);
    setProgramme(latest.programme);
    setFound({});
    setOpen(undefined);
    setTried(0);
    saving.reset();
  }

  const failed = saving.error && Object.keys(wrongIn(saving.error)).length === 0 ? saving.error : undefined;
  const others = Object.entries(wrongs);
  const begun =
    kept?.state === "in_force" && dayOf(version.begins_on) !== undefined && version.begins_on <= today;
  return (
    <DraftingProvider value={drafting}>
      <Stack gap={6}>
        <PageHeader
          title={title}
          lead={t("programmes.builderLead")}
          status={kept && <StateBadge state={kept.state} />}
          actions={
            <>
              <Button icon={FlaskConical} onPress={() => look("try")}>
                {t("programmes.try.open")}
              </Button>
              {kept && kept.state !== "draft" && (
                <Button icon={UsersRound} onPress={() => look("effects")}>
                  {t("programmes.effects.open")}
                </Button>
              )}
              <Button variant="quiet" icon={Braces} onPress={() => setJson(true)}>
                {t("programmes.json.open")}
              </Button>
            </>
          }
        />
        <Split
          width={400}
          sticky
          aside={
            <Section title={t("programmes.reads")} lead={t("programmes.readsLead")}>
              <div className={css.sheet} aria-live="off">
                <Sentences said={said} />
              </div>
            </Section>
          }
        >
          <div ref={frame}>
            <Stack gap={7}>
              {(others.length > 0 || failed) && (
                <Problems
                  wrongs={others}
                  failed={failed}
                  nameOf={(wrong) => nameOf(programme, wrong)}
                  onGo={(wrong) => {
                    goTo(wrong);
                    setTried((before) => before + 1);
                  }}
                  onShowLatest={() => void showLatest()}
                />
              )}
              <Basics isNew={!kept} />
              <Section
                title={t("programmes.version.title")}
                lead={t("programmes.version.lead")}
                actions={
                  <>
                    <Button
                      size="small"
                      icon={CopyPlus}
                      onPress={() => {
                        setProgramme(withNextVersion(programme, today));
                        setAt(programme.versions.length);
                        setOpen(undefined);
                      }}
                    >
                      {t("programmes.version.add")}
                    </Button>
                    {programme.versions.length > 1 && (
                      <Button
                        size="small"
                        variant="quiet"
                        icon={Trash2}
                        onPress={() => {
                          const versions = programme.versions.filter((_, one) => one !== place);
                          drafting.put({ ...programme, versions });
                          setAt(versions.length - 1);
                          setOpen(undefined);
                        }}
                      >
                        {t("programmes.version.remove")}
                      </Button>
                    )}
                  </>
                }
              >
                <Stack gap={4}>
                  {programme.versions.length > 1 && (
                    <SelectField
                      label={t("programmes.version.which")}
                      options={programme.versions.map(({ begins_on }, one) => ({
                        value: String(one),
                        label: t("programmes.versionOf", {
                          day: dayOf(begins_on) ? formatDay(begins_on) : t("common.none"),
                        }),
                      }))}
                      value={String(place)}
                      width="medium"
                      onChange={(one) => {
                        setAt(Number(one));
                        setOpen(undefined);
                      }}
                    />
                  )}
                  {begun && <Notice kind="info">{t("programmes.version.begun")}</Notice>}
                  <Begins path={path} version={version} />
                </Stack>
              </Section>
              <CycleParts path={path} version={version} />
              <CountsParts path={path} version={version} />
              <Section title={t("programmes.part.asked")} lead={t("programmes.tree.lead")}>
                <RuleTree
                  path={path}
                  version={version}
                  said={said.rules}
                  open={open}
                  setOpen={setOpen}
                  focus={focus}
                  setFocus={setFocus}
                />
              </Section>
              <AfterParts path={path} version={version} />
              <div className={css.foot}>
                <Row justify="end">
                  <Button variant="quiet" onPress={() => void navigate(kept ? `${LIST}/${kept.id}` : LIST)}>
                    {t("common.cancel")}
                  </Button>
                  <Button variant="primary" busy={saving.isPending} onPress={save}>
                    {kept ? t("common.save") : t("programmes.saveDraft")}
                  </Button>
                </Row>
              </div>
            </Stack>
          </div>
        </Split>
        <Dialog
          open={looking !== undefined}
          size="large"
          title={t(looking === "effects" ? "programmes.effects.title" : "programmes.try.open")}
          lead={t(looking === "effects" ? "programmes.effects.lead" : "programmes.try.lead")}
          onCloseRequest={() => setLooking(undefined)}
        >
          {looking === "try" && <Trying programme={toSend(programme)} pack={kept?.pack ?? null} />}
          {looking === "effects" && <Effects programme={toSend(programme)} />}
        </Dialog>
        {asking && (
          <AskInForce
            programme={toSend(programme)}
            title={t("programmes.askChange", { name: programme.name })}
            confirm={t("common.save")}
            busy={saving.isPending}
            onConfirm={send}
            onCancel={() => setAsking(false)}
          >
            {t("programmes.askChangeText")}
          </AskInForce>
        )}
        {json && (
          <JsonDialog
            programme={programme}
            onClose={() => setJson(false)}
            onUse={(next) => {
              drafting.put(kept ? { ...next, id: kept.id } : next);
              setAt(next.versions.length - 1);
              setOpen(undefined);
              setJson(false);
            }}
          />
        )}
      </Stack>
    </DraftingProvider>
  );
}

const FIRST_WRONG = '[aria-invalid="true"], [data-invalid="true"]';

const isWithin = (path: Path, of: Path) => path === of || path.startsWith(`${of}.`);

/** What the server says is wrong, by where it stands. */
function wrongIn(error: unknown): Record<Path, string> {
  const told = (error instanceof Refused && error.problem.errors) || [];
  return Object.fromEntries(
    told.map((one) => [
      pathOf(one.field),
      wordsOf({ ...one, code: one.code as Wrong["code"], values: (one.values ?? {}) as Wrong["values"] }),
    ]),
  );
}

/** What it says so far: what is not whole says that, and nothing that cannot be read is read. */
function sayDraft(
  programme: Programme,
  place: number,
  names: Drafting["names"],
  gaps: Record<Path, unknown>,
) {
  const version = programme.versions[place]!;
  const sayable = JSON.parse(
    JSON.stringify(version, (key, value: unknown) =>
      (key === "since" || key === "begins_on") && !dayOf(String(value)) ? "" : value,
    ),
  ) as typeof version;
  const said = sayVersion({ ...sayable, begins_on: sayable.begins_on || "2000-01-01" }, names);
  const wrong = Object.keys(gaps);
  const marked = (one: Said, path: Path): Said => ({
    ...one,
    sentence: wrong.some((gap) => isWithin(gap, path) && !gap.startsWith(`${path}.of`))
      ? t("programmes.tree.incomplete")
      : one.sentence,
    of: one.of.map((below, at) => marked(below, `${path}.of.${at}`)),
  });
  return { ...said, rules: said.rules.map((one, at) => marked(one, `versions.${place}.requires.${at}`)) };
}

/** In which requirement, or which version, something is wrong. */
function nameOf(programme: Programme, wrong: Path): string {
  const rule = ruleOf(wrong);
  if (rule) return (getIn(programme, `${rule}.name`) as string) || t("programmes.tree.unnamed");
  const version = /^versions\.\d+/.exec(wrong)?.[0];
  const begins = version && (getIn(programme, `${version}.begins_on`) as string);
  if (version)
    return begins && dayOf(begins)
      ? t("programmes.versionOf", { day: formatDay(begins) })
      : t("programmes.version.title");
  const basics: Partial<Record<Path, string>> = {
    name: t("programmes.name"),
    id: t("setUp.id"),
    source: t("programmes.source"),
    read_on: t("programmes.readOn"),
  };
  return basics[wrong] ?? t("programmes.basics");
}

interface ProblemsProps {
  wrongs: readonly (readonly [Path, string])[];
  failed: unknown;
  nameOf: (path: Path) => string;
  onGo: (path: Path) => void;
  onShowLatest: () => void;
}

/** Why it was not saved: each part that is wrong leads to its place. */
function Problems({ wrongs, failed, nameOf, onGo, onShowLatest }: ProblemsProps) {
  if (failed instanceof Refused && failed.status === 412) {
    return (
      <Notice
        kind="warning"
        title={t("setUp.conflictTitle")}
        action={<Button onPress={onShowLatest}>{t("setUp.showLatest")}</Button>}
        announced
      >
        {t("setUp.conflictForm")}
      </Notice>
    );
  }
  if (wrongs.length === 0) {
    return (
      <Notice kind="error" title={heading(failed)} announced>
        {words(failed)}
      </Notice>
    );
  }
  return (
    <Notice kind="error" title={t("programmes.problems", { count: wrongs.length })} announced>
      <ul className={css.problems}>
        {wrongs.map(([path, said]) => (
          <li key={path}>
            <button type="button" className={css.problem} onClick={() => onGo(path)}>
              {nameOf(path)}
            </button>
            {": "}
            {said}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
