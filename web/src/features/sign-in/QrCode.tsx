import { encode } from "uqr";
import css from "./QrCode.module.css";

/** Light around the code, in its own squares: what ISO/IEC 18004 asks for. */
const BORDER = 4;

/** Drawn here, so that what it says is sent to nobody. */
export function QrCode({ says, label }: { says: string; label: string }) {
  const { data, size } = encode(says, { ecc: "M", border: BORDER });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      className={css.qr}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <path d={squares.join("")} />
    </svg>
  );
}
