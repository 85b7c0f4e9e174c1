/** The kit, to be looked at: `/specimen/` of the dev server, no part of the build. `?mode=dark&dir=rtl&accent=…` */

import "../src/app/fonts.css";
import "../src/ui/styles/base.css";
import {
  Archive,
  Award,
  CircleCheck,
  Copy,
  Download,
  FileText,
  GraduationCap,
  MessageCircle,
  Pencil,
  Plus,
  RotateCcw,
  Send,
  Settings,
  Trash2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { createRoot } from "react-dom/client";
import { MemoryRouter } from "react-router";
import { applyAccent } from "../src/ui/accent";
import { Avatar } from "../src/ui/Avatar";
import { Badge } from "../src/ui/Badge";
import { Breadcrumbs } from "../src/ui/Breadcrumbs";
import { Button } from "../src/ui/Button";
import { ButtonLink } from "../src/ui/ButtonLink";
import { Card } from "../src/ui/Card";
import { CheckboxField } from "../src/ui/CheckboxField";
import { CheckboxGroup } from "../src/ui/CheckboxGroup";
import { ComboField } from "../src/ui/ComboField";
import { ConfirmDialog } from "../src/ui/ConfirmDialog";
import { DateCalendar } from "../src/ui/DateCalendar";
import { DescriptionList } from "../src/ui/DescriptionList";
import { Dialog } from "../src/ui/Dialog";
import { Disclosure } from "../src/ui/Disclosure";
import { EmptyState } from "../src/ui/EmptyState";
import { Field } from "../src/ui/Field";
import { FileDrop } from "../src/ui/FileDrop";
import { IconButton } from "../src/ui/IconButton";
import { Kbd } from "../src/ui/Kbd";
import { Kit } from "../src/ui/Kit";
import { Grid, Row, Split, Stack } from "../src/ui/layout";
import { Link } from "../src/ui/Link";
import { ListEnd } from "../src/ui/ListEnd";
import { MenuButton } from "../src/ui/MenuButton";
import { Meter } from "../src/ui/Meter";
import { Notice } from "../src/ui/Notice";
import { PageHeader } from "../src/ui/PageHeader";
import { Popover } from "../src/ui/Popover";
import { ProgressBar } from "../src/ui/ProgressBar";
import { RadioGroup } from "../src/ui/RadioGroup";
import { SearchField } from "../src/ui/SearchField";
import { Section } from "../src/ui/Section";
import { SelectField } from "../src/ui/SelectField";
import { Skeleton } from "../src/ui/Skeleton";
import { Spinner } from "../src/ui/Spinner";
import { Stat } from "../src/ui/Stat";
import { StatusBadge } from "../src/ui/StatusBadge";
import { Steps } from "../src/ui/Steps";
import { SwitchField } from "../src/ui/SwitchField";
import { type Column, type Sort, Table } from "../src/ui/Table";
import { Tabs } from "../src/ui/Tabs";
import { TextArea } from "../src/ui/TextArea";
import { TextField } from "../src/ui/TextField";
import { Timeline } from "../src/ui/Timeline";
import { toast } from "../src/ui/toast";
import { Toasts } from "../src/ui/Toasts";
import type { Tone } from "../src/ui/tone";
import css from "./specimen.module.css";

const asked = new URLSearchParams(location.search);
const root = document.documentElement;
root.style.colorScheme = asked.get("mode") ?? "light";
root.dir = asked.get("dir") ?? "ltr";
applyAccent(asked.get("accent") ?? undefined);

function Specimen() {
  return (
    <div className={css.page}>
      <Stack gap={7}>
        <PageHeader
          above={<Breadcrumbs crumbs={[{ label: "Portfolio", to: "/" }]} />}
          title="Ethics in professional practice"
          lead="Handed in on 3 March 2026 by Demo Learner; two credit types are claimed on it."
          status={<StatusBadge tone="warning" label="Pending" />}
          actions={
            <>
              <Button variant="primary" icon={Plus}>
                Add a certificate
              </Button>
              <Button icon={Download}>Download</Button>
              <MenuButton
                label="More"
                dots
                groups={[
                  {
                    items: [
                      {
                        id: "a",
                        label: "Copy the address",
                        icon: Copy,
                        onAction: () => toast.info("Copied."),
                      },
                    ],
                  },
                  { title: "Danger", items: [{ id: "b", label: "Withdraw", icon: Trash2, danger: true }] },
                ]}
              />
            </>
          }
        />
        <Split aside={<Aside />}>
          <Stack gap={7}>
            <Overview />
            <Fields />
            <Rows />
          </Stack>
        </Split>
        <Overlays />
        <Small />
      </Stack>
    </div>
  );
}

function Aside() {
  return (
    <Stack gap={5}>
      <Card>
        <Stack gap={4}>
          <Row gap={4} wrap={false}>
            <Stat label="CPE hours" value="22" unit="of 40" note="8 more wait for review" />
          </Row>
          <DescriptionList
            items={[
              { term: "Period", value: "Jan 2026 – Dec 2026" },
              { term: "Licence", value: "PE-20418" },
              { term: "Renews", value: <time>31 Dec 2026</time> },
            ]}
          />
        </Stack>
      </Card>
      <Card tone="quiet">
        <Timeline
          entries={[
            {
              id: "1",
              icon: CircleCheck,
              tone: "success",
              title: "Approved",
              meta: "Demo Reviewer, 4 March 2026, 09:12",
            },
            {
              id: "2",
              icon: MessageCircle,
              tone: "info",
              title: "Changes requested",
              meta: "Demo Reviewer, 3 March 2026, 16:40",
              children: <p>Please hand in the second page, too.</p>,
            },
            { id: "3", icon: Send, title: "Handed in", meta: "Demo Learner, 3 March 2026, 10:02" },
          ]}
        />
      </Card>
      <Steps
        steps={[
          { id: "1", title: "Name your academy", state: "done" },
          { id: "2", title: "Add a credit type", state: "current", children: "What a certificate earns." },
          { id: "3", title: "Invite learners", state: "todo" },
        ]}
      />
    </Stack>
  );
}

function Overview() {
  return (
    <Section
      title="Where you stand"
      lead="What counts, what waits and what is missing."
      actions={<Link to="/x">All credits</Link>}
    >
      <Grid min={200}>
        <Card>
          <Stat label="Certificates" value="128" note="4 this month" />
        </Card>
        <Card>
          <Stat label="Wait for review" value="7" tone="warning" note="Oldest: 3 days" />
        </Card>
        <Card tone="accent">
          <Stat label="Credits" value="36.5" unit="CPE" tone="accent" />
        </Card>
      </Grid>
      <Meter
        label="Continuing education 2026"
        max={40}
        text="22 of 40"
        parts={[
          { kind: "counted", value: 22, label: "22 counted" },
          { kind: "waiting", value: 8, label: "8 waiting" },
          { kind: "missing", value: 10, label: "10 missing" },
        ]}
        legend
      />
      <Notice kind="info" title="Changes are requested" action={<Button size="small">Show them</Button>}>
        A reviewer asks for the second page of one certificate.
      </Notice>
      <Notice kind="success">Your licence was recorded.</Notice>
      <Notice kind="warning" onDismiss={() => undefined}>
        One certificate expires in 12 days.
      </Notice>
      <Notice kind="error" title="Could not be saved">
        The connection was lost. What you entered is still here.
      </Notice>
    </Section>
  );
}

const ZONES = Array.from({ length: 420 }, (_, at) => ({
  value: `zone-${at}`,
  label: `Area/City ${at}`,
  hint: "UTC+1",
}));

function Fields() {
  const [title, setTitle] = useState("Ethics in professional practice");
  const [comment, setComment] = useState("The second page is missing.\nPlease add it.");
  const [zone, setZone] = useState("");
  const [kind, setKind] = useState<"cpe" | "pdu" | "">("cpe");
  const [place, setPlace] = useState("external");
  const [issuer, setIssuer] = useState("");
  const [day, setDay] = useState("2026-03-01");
  const [many, setMany] = useState<string[]>(["a"]);
  const [on, setOn] = useState(true);
  const [query, setQuery] = useState("ethics");
  return (
    <Section title="A form">
      <Stack gap={5}>
        <SearchField label="Look for a certificate" value={query} onChange={setQuery} />
        <RadioGroup
          label="Where was it earned?"
          cards
          options={[
            {
              value: "external",
              label: "Elsewhere",
              hint: "A certificate of another provider.",
              icon: Award,
            },
            { value: "academy", label: "Here", hint: "A course of this academy.", icon: GraduationCap },
          ]}
          value={place}
          onChange={setPlace}
        />
        <Grid min={240}>
          <TextField
            label="Title"
            hint="As it stands on the certificate."
            value={title}
            onChange={setTitle}
          />
          <TextField
            label="Number"
            mark="optional"
            value=""
            onChange={() => undefined}
            error="Enter the number."
          />
          <SelectField
            label="Credit type"
            options={[
              { value: "cpe", label: "CPE hours", hint: "Continuing professional education" },
              { value: "pdu", label: "PDU" },
            ]}
            value={kind}
            onChange={setKind}
          />
          <SelectField
            label="Time zone"
            options={ZONES}
            value={zone}
            onChange={setZone}
            error={zone ? undefined : "Choose a time zone."}
          />
          <ComboField
            label="Issuer"
            suggestions={[{ value: "Demo Institute" }, { value: "Demo University", hint: "12 certificates" }]}
            value={issuer}
            onChange={setIssuer}
          />
          <TextField
            label="Credits"
            width="short"
            figures
            end="hours"
            inputMode="decimal"
            value="8.5"
            onChange={() => undefined}
          />
          <Field label="Issued on" note={day ? `Read as ${day}` : undefined}>
            {(links) => (
              <Row wrap={false}>
                <div className={css.grow}>
                  <TextField hideLabel label="Issued on" id={links.id} value={day} onChange={setDay} />
                </div>
                <DateCalendar
                  label={`Choose a day, ${day}`}
                  title="Issued on"
                  value={day}
                  onChange={setDay}
                  latest="2026-12-31"
                />
              </Row>
            )}
          </Field>
          <TextField label="Learner" readOnly value="Demo Learner" onChange={() => undefined} />
        </Grid>
        <TextArea
          label="Comment"
          limit={60}
          value={comment}
          onChange={setComment}
          note="The learner reads it."
        />
        <Grid min={240}>
          <CheckboxGroup
            label="Tell them"
            options={[
              { value: "a", label: "In the portal" },
              { value: "b", label: "By mail", hint: "At most once a day." },
            ]}
            value={many}
            onChange={setMany}
          />
          <RadioGroup
            label="Renewal"
            options={[
              { value: "external", label: "Every year" },
              { value: "academy", label: "Every two years" },
            ]}
            value={place}
            onChange={setPlace}
          />
          <Stack gap={2}>
            <CheckboxField
              label="What I state is true."
              value={on}
              onChange={setOn}
              error={on ? undefined : "Has to be confirmed."}
            />
            <SwitchField
              label="Reminders"
              hint="Thirty days before something expires."
              value={on}
              onChange={setOn}
            />
            <SwitchField label="Digest" value={false} onChange={() => undefined} />
          </Stack>
        </Grid>
        <FileDrop
          label="Drop the certificate here"
          hint="PDF, JPEG or PNG, up to 10 MB"
          chooseLabel="Choose a file"
          cameraLabel="Take a picture"
          pageLabel="Let go to add it"
          paste
          multiple
          onFiles={(files) => toast.info(files.map(({ name }) => name).join(", "))}
        />
        <Row justify="end">
          <Button variant="quiet">Cancel</Button>
          <Button>Save as a draft</Button>
          <Button variant="primary" icon={Send}>
            Hand in
          </Button>
        </Row>
      </Stack>
    </Section>
  );
}

interface Certificate {
  id: string;
  title: string;
  learner: string;
  tone: Tone;
  status: string;
  credits: number;
}
const STATUSES: [Tone, string][] = [
  ["warning", "Pending"],
  ["info", "Changes requested"],
  ["success", "Approved"],
  ["danger", "Declined"],
  ["neutral", "Withdrawn"],
];
const ALL: Certificate[] = Array.from({ length: Number(asked.get("rows") ?? 6) }, (_, at) => {
  const [tone, status] = STATUSES[at % STATUSES.length]!;
  return {
    id: String(at),
    title: `Ethics in practice ${at + 1}`,
    learner: "Demo Learner",
    tone,
    status,
    credits: 2.5 * (at + 1),
  };
});

function Rows() {
  const [sort, setSort] = useState<Sort>({ key: "title", direction: "ascending" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(["1"]));
  const columns: Column<Certificate>[] = [
    {
      key: "title",
      header: "Title",
      rowHeader: true,
      sortable: true,
      cell: (row) => (
        <Link to={`/certificates/${row.id}`} quiet stretched>
          {row.title}
        </Link>
      ),
    },
    {
      key: "learner",
      header: "Learner",
      cell: (row) => (
        <Row gap={2} wrap={false}>
          <Avatar name={row.learner} size="small" />
          {row.learner}
        </Row>
      ),
    },
    { key: "status", header: "Status", cell: (row) => <StatusBadge tone={row.tone} label={row.status} /> },
    {
      key: "credits",
      header: "Credits",
      align: "end",
      sortable: true,
      width: "100px",
      cell: (row) => row.credits.toFixed(1),
    },
    {
      key: "more",
      header: "More",
      hideHeader: true,
      align: "end",
      width: "60px",
      cell: () => <IconButton icon={Pencil} label="Edit" size="small" />,
    },
  ];
  return (
    <Section title="Certificates">
      <Tabs
        label="Certificates by what they need"
        tabs={[
          {
            id: "all",
            label: "All",
            count: ALL.length,
            content: (
              <>
                <Table
                  label="Certificates"
                  columns={columns}
                  rows={ALL}
                  rowKey={(row) => row.id}
                  sort={sort}
                  onSort={setSort}
                  selection={{ chosen, onChange: setChosen, label: (row) => `Select ${row.title}` }}
                  current="2"
                />
                <ListEnd text={`${ALL.length} shown`} more moreLabel="Show more" onMore={() => undefined} />
              </>
            ),
          },
          {
            id: "open",
            label: "Open",
            icon: FileText,
            content: (
              <EmptyState
                title="Nothing waits"
                drawing="done"
                action={<Button variant="primary">Add a certificate</Button>}
              >
                All you handed in has been decided on.
              </EmptyState>
            ),
          },
        ]}
      />
    </Section>
  );
}

type Open = "dialog" | "confirm" | "drawer" | undefined;

function Overlays() {
  const [open, setOpen] = useState<Open>();
  const [busy, setBusy] = useState(false);
  const close = () => setOpen(undefined);
  return (
    <Section title="What opens">
      <Row>
        <Button onPress={() => setOpen("dialog")}>Dialog</Button>
        <Button onPress={() => setOpen("confirm")}>Confirm</Button>
        <Popover trigger={<Button>Popover</Button>} label="Filter">
          <Stack gap={3}>
            <SearchField label="Learner" value="" onChange={() => undefined} />
            <Button variant="primary" size="small">
              Apply
            </Button>
          </Stack>
        </Popover>
        <MenuButton
          label="Menu"
          groups={[
            {
              title: "Look",
              choose: "one",
              items: [
                { id: "light", label: "Light", checked: true, onAction: () => undefined },
                { id: "dark", label: "Dark", checked: false, onAction: () => undefined },
              ],
            },
            {
              title: "Account",
              items: [
                { id: "settings", label: "Settings", icon: Settings, href: "/settings" },
                {
                  id: "archive",
                  label: "Archive",
                  hint: "Not while it is open",
                  icon: Archive,
                  disabled: true,
                },
                { id: "withdraw", label: "Withdraw", icon: Trash2, danger: true, onAction: () => undefined },
              ],
            },
          ]}
        />
        <Button onPress={() => toast.success("Approved.", { link: { label: "Show it", to: "/x" } })}>
          Success
        </Button>
        <Button
          onPress={() =>
            toast.success("3 certificates approved.", {
              undo: { label: "Undo", seconds: 10, onUndo: () => toast.info("Taken back.") },
            })
          }
        >
          Undo
        </Button>
        <Button onPress={() => toast.error("Could not be sent. Try again.")}>Error</Button>
      </Row>
      <Dialog
        open={open === "dialog"}
        onCloseRequest={close}
        title="Request changes"
        lead="The learner reads it and hands in once more."
        footer={
          <>
            <Button variant="quiet" onPress={close}>
              Cancel
            </Button>
            <Button variant="primary" busy={busy} onPress={() => setBusy(true)}>
              Request changes
            </Button>
          </>
        }
      >
        <Stack>
          <TextArea label="What is to be changed?" value="" onChange={() => undefined} rows={4} />
          <SelectField label="Time zone" options={ZONES} value="" onChange={() => undefined} />
        </Stack>
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        title="Withdraw this certificate?"
        confirm="Withdraw"
        cancel="Keep it"
        danger
        onConfirm={close}
        onCancel={close}
      >
        It stays in your portfolio, and no longer counts.
      </ConfirmDialog>
    </Section>
  );
}

function Small() {
  const looks: ReactNode[] = (["primary", "secondary", "quiet", "danger"] as const).flatMap((variant) => [
    <Button key={variant} variant={variant}>
      {variant}
    </Button>,
    <Button key={`${variant}s`} variant={variant} size="small" icon={RotateCcw}>
      small
    </Button>,
    <Button key={`${variant}b`} variant={variant} busy>
      busy
    </Button>,
    <Button key={`${variant}d`} variant={variant} disabled>
      disabled
    </Button>,
  ]);
  return (
    <Section title="Small things">
      <Row>{looks}</Row>
      <Row>
        <ButtonLink to="/x" iconEnd={Send}>
          A link
        </ButtonLink>
        <Link to="https://example.org" external>
          Elsewhere
        </Link>
        <IconButton icon={Settings} label="Settings" />
        <IconButton icon={Settings} label="Settings of the desk" variant="secondary" />
      </Row>
      <Row>
        {(["neutral", "accent", "info", "success", "warning", "danger"] as const).map((tone) => (
          <StatusBadge key={tone} tone={tone} label={tone} />
        ))}
        <Badge>CPE</Badge>
        <Kbd>J</Kbd>
        <Avatar name="Demo Learner" />
        <Avatar name="Demo Reviewer" size="large" />
        <Spinner />
        <Spinner size="large" />
      </Row>
      <Steps
        across
        steps={[
          { id: "1", title: "File", state: "done" },
          { id: "2", title: "Details", state: "current" },
          { id: "3", title: "Credits", state: "todo" },
        ]}
      />
      <ProgressBar label="Uploading" value={3} max={10} text="3 of 10" />
      <ProgressBar label="Inspecting" />
      <Disclosure summary="How it is counted" meta="3 rules" open>
        Carried over from the year before, at most ten.
      </Disclosure>
      <Grid>
        <Skeleton shape="text" />
        <Skeleton shape="card" silent />
        <Card padding="none">
          <EmptyState title="Nothing here yet" level={3} action={<Button variant="primary">Add one</Button>}>
            Certificates you earned elsewhere appear here.
          </EmptyState>
        </Card>
      </Grid>
    </Section>
  );
}

createRoot(document.getElementById("root")!).render(
  <MemoryRouter>
    <Kit locale={asked.get("lang") ?? (root.dir === "rtl" ? "ar" : "en")}>
      <main>
        <Specimen />
      </main>
      <Toasts />
    </Kit>
  </MemoryRouter>,
);
