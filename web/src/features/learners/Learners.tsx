import { FileCheck2, MailPlus, UserPlus } from "lucide-react";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useListing } from "../../api/listing";
import { LEARNERS_PAGE, learnersOptions } from "../../api/queries/staff/learners";
import type { Learner } from "../../api/types";
import { ListEnd } from "../../shared/ListEnd";
import { LoadFailed, useTitle } from "../../shared/Page";
import { SearchField } from "../../shared/SearchField";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { PageHeader } from "../../ui/PageHeader";
import { Stack } from "../../ui/layout";
import { Skeleton } from "../../ui/Skeleton";
import { Table } from "../../ui/Table";
import { LearnerDialog } from "./LearnerDialog";
import css from "./Learners.module.css";

/** Below the frame's header. */
const HEADER_HEIGHT = 65;

export default function Learners() {
  useTitle(t("learners.title"));
  const { id: academy } = useAcademy();
  const [address, setAddress] = useSearchParams();
  const search = address.get("search") ?? "";
  const navigate = useNavigate();
  const list = useListing<Learner>(learnersOptions(academy, search), LEARNERS_PAGE);
  // Who was chosen stays chosen while others are looked for.
  const [chosen, setChosen] = useState<ReadonlyMap<string, Learner>>(new Map());
  const [adding, setAdding] = useState(false);
  const shown = list.items ?? [];

  function choose(keys: ReadonlySet<string>) {
    const loaded = new Map(shown.map((learner) => [learner.learner_id, learner]));
    setChosen(
      new Map(
        [...keys].flatMap((key) => {
          const learner = loaded.get(key) ?? chosen.get(key);
          return learner ? [[key, learner] as const] : [];
        }),
      ),
    );
  }

  return (
    <Stack gap={5}>
      <PageHeader
        title={t("learners.title")}
        lead={t("learners.description")}
        actions={
          <>
            <Button
              variant="primary"
              icon={FileCheck2}
              onPress={() =>
                void navigate("/console/learners/enter", { state: { learners: [...chosen.values()] } })
              }
            >
              {chosen.size ? t("learners.enterFor", { count: chosen.size }) : t("learners.enterMany")}
            </Button>
            <ButtonLink icon={MailPlus} to="/console/learners/invite">
              {t("learners.invite")}
            </ButtonLink>
            <Button icon={UserPlus} onPress={() => setAdding(true)}>
              {t("learners.add")}
            </Button>
          </>
        }
      />
      <div className={css.search}>
        <SearchField
          value={search}
          label={t("learners.search")}
          onChange={(words) => setAddress(words ? { search: words } : {}, { replace: true })}
        />
        {chosen.size > 0 && (
          <span className={css.chosen}>
            <span role="status">{t("learners.chosen", { count: chosen.size })}</span>
            <Button variant="quiet" size="small" onPress={() => setChosen(new Map())}>
              {t("learners.chooseNone")}
            </Button>
          </span>
        )}
      </div>
      {list.error !== undefined && !list.items ? (
        <LoadFailed error={list.error} retry={list.reload} />
      ) : !list.items ? (
        <Skeleton shape="rows" count={8} />
      ) : (
        <>
          {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
          <Table
            label={t("learners.title")}
            rows={shown}
            rowKey={(learner) => learner.learner_id}
            stickyAt={HEADER_HEIGHT}
            selection={{
              chosen: new Set(chosen.keys()),
              onChange: choose,
              label: ({ name }) => t("learners.select", { name }),
            }}
            columns={[
              {
                key: "name",
                header: t("learners.name"),
                rowHeader: true,
                cell: (learner) => (
                  <span className={css.person}>
                    <Avatar name={learner.name} size="small" />
                    <span>
                      <Link quiet stretched to={`/console/learners/${learner.learner_id}`}>
                        {learner.name}
                      </Link>
                      <span className={css.narrowMail}>{learner.mail}</span>
                    </span>
                  </span>
                ),
              },
              { key: "mail", header: t("learners.mail"), wideOnly: true, cell: ({ mail }) => mail },
              {
                key: "external",
                header: t("learners.externalId"),
                wideOnly: true,
                width: "22%",
                cell: ({ external_id }) => external_id ?? t("common.none"),
              },
            ]}
            empty={
              list.loading ? undefined : list.more ? (
                <EmptyState drawing="search" title={t("common.noneYet")}>
                  {t("common.lookOn")}
                </EmptyState>
              ) : search ? (
                <EmptyState drawing="search" title={t("learners.emptyTitle")}>
                  {t("learners.empty")}
                </EmptyState>
              ) : (
                <EmptyState
                  title={t("learners.firstTitle")}
                  action={
                    <ButtonLink icon={MailPlus} to="/console/learners/invite">
                      {t("learners.invite")}
                    </ButtonLink>
                  }
                >
                  {t("learners.first")}
                </EmptyState>
              )
            }
          />
          {list.more && <ListEnd {...list} label={t("learners.more")} />}
        </>
      )}
      {adding && (
        <LearnerDialog
          onClose={() => setAdding(false)}
          onSaved={(learner) => void navigate(`/console/learners/${learner.learner_id}`)}
        />
      )}
    </Stack>
  );
}
