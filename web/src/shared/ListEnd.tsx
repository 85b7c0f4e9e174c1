import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { t } from "../text";

interface Props {
  loading: boolean;
  searching: boolean;
  more: boolean;
  loadMore: () => void;
  stop: () => void;
  /** Of the button that goes on. */
  label?: string;
}

/** What stands below a list: that it is being looked through, or the button that goes on. */
export function ListEnd({ loading, searching, more, loadMore, stop, label = t("queue.more") }: Props) {
  return (
    <Box textAlign="center">
      <span aria-live="polite">
        {searching && <StatusIndicator type="loading">{t("common.searching")}</StatusIndicator>}
      </span>{" "}
      {searching ? (
        <Button onClick={stop}>{t("common.stop")}</Button>
      ) : (
        more && (
          <Button loading={loading} onClick={loadMore}>
            {label}
          </Button>
        )
      )}
    </Box>
  );
}
