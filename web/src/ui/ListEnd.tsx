import { Button } from "./Button";
import css from "./ListEnd.module.css";

interface Props {
  /** Where one is, such as “40 shown”. */
  text?: string;
  /** There is more. */
  more: boolean;
  moreLabel: string;
  busy?: boolean;
  onMore: () => void;
}

/** Ends a list of which a part is shown: how much, and more of it. */
export function ListEnd({ text, more, moreLabel, busy = false, onMore }: Props) {
  return (
    <div className={css.end}>
      {text && (
        <span role="status" className={css.text}>
          {text}
        </span>
      )}
      {more && (
        <Button busy={busy} onPress={onMore}>
          {moreLabel}
        </Button>
      )}
    </div>
  );
}
