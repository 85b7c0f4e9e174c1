import css from "./Rosette.module.css";

const SIZE = 1000;
/** So many make a wave look round. */
const POINTS = 24;

interface Ring {
  radius: number;
  swing: number;
  waves: number;
  lines: number;
}
const RINGS: readonly Ring[] = [
  { radius: 455, swing: 32, waves: 36, lines: 4 },
  { radius: 350, swing: 62, waves: 18, lines: 6 },
  { radius: 215, swing: 58, waves: 12, lines: 6 },
  { radius: 95, swing: 42, waves: 8, lines: 5 },
];

/** Waves around a circle, each a little further on: how certificates have been engraved for centuries. */
function engraved({ radius, swing, waves, lines }: Ring): string[] {
  return Array.from({ length: lines }, (_, line) => {
    const shift = (2 * Math.PI * line) / lines;
    const points = Array.from({ length: waves * POINTS }, (_, at) => {
      const angle = (2 * Math.PI * at) / (waves * POINTS);
      const away = radius + swing * Math.sin(waves * angle + shift);
      return [away * Math.cos(angle), away * Math.sin(angle)].map((side) => (SIZE / 2 + side).toFixed(1));
    });
    return `M${points.join("L")}Z`;
  });
}

const PATHS = RINGS.flatMap(engraved);

/** An ornament. */
export function Rosette() {
  return (
    <svg className={css.rosette} viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden>
      {PATHS.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
