import { CalendarClock, SlidersHorizontal, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { CreditType } from "../../api/types";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import type { ReviewFilter } from "../../shared/staff/queue";
import { usePaused } from "../../shared/usePaused";
import { t, textsOf } from "../../text";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { SearchField } from "../../ui/SearchField";
import { SelectField } from "../../ui/SelectField";
import css from "./Filters.module.css";
import { LearnerFilter, useNameOf } from "./LearnerFilter";

interface Props {
  address: URLSearchParams;
  active: readonly ReviewFilter[];
  waiting: boolean;
  /** How many are overdue, where that is known. */
  overdue: number | null | undefined;
  onFilter: (name: ReviewFilter, value: string | undefined) => void;
  onClear: () => void;
  search: string;
  onSearch: (words: string) => void;
}

/** The kit takes an empty value for none at all. */
const NO_CHOICE = "any";

/** Search in what is loaded, and filters of all there is. */
export function Filters(props: Props) {
  const { address, active, waiting, overdue, onFilter, onClear, search, onSearch } = props;
  const { types } = useAcademy();
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  const isLate = address.get("overdue") === "true";
  const inPanel = active.filter((name) => name !== "overdue");
  return (
    <div className={css.filters}>
      <div className={css.bar}>
        <div className={css.search}>
          <Search value={search} onChange={onSearch} />
        </div>
        {waiting && (
          <Button
            icon={CalendarClock}
            aria-pressed={isLate}
            onPress={() => onFilter("overdue", isLate ? undefined : "true")}
          >
            {t("queue.late", { count: overdue ?? 0, known: typeof overdue === "number" })}
          </Button>
        )}
        <Button
          icon={SlidersHorizontal}
          aria-expanded={isOpen}
          aria-controls={panel}
          onPress={() => setOpen(!isOpen)}
        >
          {t("queue.filters", { count: inPanel.length })}
        </Button>
      </div>
      <div id={panel} className={css.panel} hidden={!isOpen} role="group" aria-label={t("queue.filter")}>
        {isOpen && (
          <>
            {waiting && (
              <Pick
                label={t("queue.taking")}
                any={t("queue.anyTaking")}
                value={address.get("taken")}
                options={textsOf("queue.taken")}
                onChange={(value) => onFilter("taken", value)}
              />
            )}
            <Pick
              label={t("fields.creditType")}
              any={t("certificates.anyType")}
              value={address.get("credit_type")}
              options={Object.fromEntries(Array.from(types.values(), ({ id, name }) => [id, name]))}
              onChange={(value) => onFilter("credit_type", value)}
            />
            <LearnerFilter
              value={address.get("learner_id")}
              onChange={(value) => onFilter("learner_id", value)}
            />
            <Pick
              label={t("found.filter")}
              any={t("found.any")}
              value={address.get("document")}
              options={textsOf("found.document")}
              onChange={(value) => onFilter("document", value)}
            />
            <Pick
              label={t("fields.kind")}
              any={t("certificates.anyKind")}
              value={address.get("kind")}
              options={textsOf("kind")}
              onChange={(value) => onFilter("kind", value)}
            />
            <Pick
              label={t("queue.handedIn")}
              any={t("queue.anyOrigin")}
              value={address.get("origin")}
              options={textsOf("queue.origin")}
              onChange={(value) => onFilter("origin", value)}
            />
          </>
        )}
      </div>
      {active.length > 0 && (
        <ul className={css.chips} aria-label={t("queue.filteredBy")}>
          {active.map((name) => (
            <li key={name}>
              <Chip
                name={name}
                value={address.get(name)!}
                types={types}
                onRemove={() => onFilter(name, undefined)}
              />
            </li>
          ))}
          <li>
            <Button size="small" variant="quiet" onPress={onClear}>
              {t("common.clear")}
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}

interface PickProps {
  label: string;
  any: string;
  value: string | null;
  options: Record<string, string>;
  onChange: (value: string | undefined) => void;
}

function Pick({ label, any, value, options, onChange }: PickProps) {
  return (
    <SelectField
      label={label}
      value={value ?? NO_CHOICE}
      options={[
        { value: NO_CHOICE, label: any },
        ...Object.entries(options).map(([id, name]) => ({ value: id, label: name })),
      ]}
      onChange={(chosen) => onChange(chosen === NO_CHOICE ? undefined : chosen)}
    />
  );
}

interface ChipProps {
  name: ReviewFilter;
  value: string;
  types: Map<string, CreditType>;
  onRemove: () => void;
}

/** One filter that holds; pressing it takes it away. */
function Chip({ name, value, types, onRemove }: ChipProps) {
  const learner = useNameOf(name === "learner_id" ? value : null);
  const staff = useStaff();
  const known: Record<ReviewFilter, () => string | undefined> = {
    overdue: () => t("queue.overdue"),
    taken: () => textOf(textsOf("queue.taken"), value),
    assigned_to: () => staff?.find(({ principal }) => principal === value)?.name,
    credit_type: () => types.get(value)?.name,
    learner_id: () => learner,
    document: () => textOf(textsOf("found.document"), value),
    kind: () => textOf(textsOf("kind"), value),
    origin: () => textOf(textsOf("queue.origin"), value),
  };
  const said = known[name]() ?? value;
  return (
    <button
      type="button"
      className={css.chip}
      onClick={onRemove}
      aria-label={t("queue.without", { filter: said })}
    >
      {said}
      <Icon of={X} size={14} />
    </button>
  );
}

const textOf = (texts: Record<string, string>, value: string): string | undefined => texts[value];

const PAUSE_MS = 250;

/** Tells of its words once typing pauses: browsers limit how often an address may change. */
function Search({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const [typed, setTyped] = useState(value);
  const paused = usePaused(typed, PAUSE_MS);
  const told = useRef(value);
  const latest = useRef(onChange);
  latest.current = onChange;

  // What was set elsewhere (cleared, the way back) takes the place of what was typed.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (paused === told.current) return;
    told.current = paused;
    latest.current(paused);
  }, [paused]);
  return <SearchField label={t("queue.search")} value={typed} onChange={setTyped} />;
}
