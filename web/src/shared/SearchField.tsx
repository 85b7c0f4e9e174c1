import { useEffect, useRef, useState } from "react";
import { SearchField as Field } from "../ui/SearchField";
import { LiveRegion } from "../ui/LiveRegion";

interface Props {
  value: string;
  label: string;
  /** How much was found, for who cannot see it. */
  countText?: string;
  onChange: (value: string) => void;
}

const PAUSE_MS = 200;

/**
 * A search that tells of its words once typing pauses or the field is left.
 *
 * Its value lives in the address, which arrives a moment after it was set, when more may have been
 * typed; and browsers limit how often an address may change (Safari: a hundred times in 30 s).
 */
export function SearchField({ value, label, countText = "", onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);

  // What was set elsewhere (a link, the way back) takes the place of what was typed.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);

  function tell() {
    if (typed === told.current) return;
    told.current = typed;
    onChange(typed);
  }
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <div onBlur={tell}>
      <Field label={label} value={typed} onChange={setTyped} onSubmit={tell} />
      <LiveRegion>{countText}</LiveRegion>
    </div>
  );
}
