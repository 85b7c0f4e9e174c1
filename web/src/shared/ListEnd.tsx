import { t } from "../text";
import { Button } from "../ui/Button";
import { Row } from "../ui/layout";
import { ListEnd as End } from "../ui/ListEnd";
import { Spinner } from "../ui/Spinner";

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
  if (!searching) return <End more={more} moreLabel={label} busy={loading} onMore={loadMore} />;
  return (
    <Row justify="center" gap={3}>
      <Spinner />
      <span role="status">{t("common.searching")}</span>
      <Button size="small" onPress={stop}>
        {t("common.stop")}
      </Button>
    </Row>
  );
}
