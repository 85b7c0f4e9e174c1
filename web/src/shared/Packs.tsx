import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { itemsOf, paged } from "../api/listing";
import { words } from "../api/problemWords";
import type { TranscriptPort } from "../api/transcripts";
import type { Pack } from "../api/types";
import { t } from "../text";
import { formatInstant } from "../text/format";
import { Button } from "../ui/Button";
import { ListEnd } from "../ui/ListEnd";
import { Notice } from "../ui/Notice";
import { ProgressBar } from "../ui/ProgressBar";
import { Section } from "../ui/Section";
import { Stack } from "../ui/layout";
import { download } from "./download";

/** While one of them is made in the background. */
const POLL_MS = 3_000;

/** The transcripts with files that one asked for before: how far they are, and those that are ready. */
export function Packs({ from }: { from: TranscriptPort }) {
  const list = useInfiniteQuery({
    queryKey: from.listed,
    queryFn: ({ pageParam }) => from.list(pageParam),
    ...paged,
    // What was asked for in the meantime, elsewhere too.
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data && itemsOf(data).some(({ state }) => state === "working") ? POLL_MS : false,
  });
  const packs = list.data ? itemsOf(list.data) : [];
  if (list.error && !list.data) return <Notice kind="warning">{words(list.error)}</Notice>;
  if (!packs.length) return null;
  return (
    <Section title={t("transcript.earlier")} lead={t("transcript.earlierLead")}>
      <Stack gap={3}>
        {packs.map((pack) => (
          <One key={pack.id} pack={pack} from={from} />
        ))}
        <ListEnd
          more={list.hasNextPage}
          moreLabel={t("news.older")}
          busy={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      </Stack>
    </Section>
  );
}

function One({ pack, from }: { pack: Pack; from: TranscriptPort }) {
  const [failure, setFailure] = useState<unknown>();
  const name = t("transcript.askedAt", { form: pack.form.toUpperCase(), day: formatInstant(pack.asked_at) });
  switch (pack.state) {
    case "working":
      return (
        <ProgressBar
          label={name}
          {...(pack.files > 0 && {
            value: pack.done,
            max: pack.files,
            text: t("transcript.packed", { done: pack.done, files: pack.files }),
          })}
        />
      );
    case "failed":
      return (
        <Notice kind="warning" title={name}>
          {t("transcript.gaveUp")}
        </Notice>
      );
    case "ready": {
      // Its link is good for a minute.
      const save = async () => {
        setFailure(undefined);
        try {
          await download(async () => (await from.read(pack.id)).file!);
        } catch (error) {
          setFailure(error);
        }
      };
      return (
        <Notice
          kind={failure === undefined ? "success" : "error"}
          title={name}
          action={<Button onPress={() => void save()}>{t("transcript.fetch")}</Button>}
        >
          {failure === undefined
            ? t("transcript.keptUntil", { day: formatInstant(pack.kept_until) })
            : words(failure)}
        </Notice>
      );
    }
  }
}
