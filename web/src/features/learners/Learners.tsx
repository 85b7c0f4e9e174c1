import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Refused } from "../../errors";
import { fieldsOf, words } from "../../shared/problemWords";
import { useMutation } from "@tanstack/react-query";
import { useListing } from "../../api/listing";
import { addLearner, LEARNERS_PAGE, learnersOptions, saveLearner } from "../../api/queries/staff/learners";
import type { Learner } from "../../api/types";
import { ListEnd } from "../../shared/ListEnd";
import { useNotify } from "../../shared/notify";
import { Empty, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { SearchField } from "../../shared/SearchField";
import { useNarrow } from "../../shared/useMedia";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";

export default function Learners() {
  useTitle(t("learners.title"));
  const { id: academy_id } = useAcademy();
  const [address, setAddress] = useSearchParams();
  const search = address.get("search") ?? "";
  const navigate = useNavigate();
  const narrow = useNarrow();
  const list = useListing<Learner>(learnersOptions(academy_id, search), LEARNERS_PAGE);
  const [selected, setSelected] = useState<Learner[]>([]);
  const [adding, setAdding] = useState(false);

  const enter = (learners: Learner[]) => void navigate("/console/learners/enter", { state: { learners } });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t("learners.description")}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="add-plus" onClick={() => setAdding(true)}>
              {t("learners.add")}
            </Button>
            <Button variant="primary" onClick={() => enter(selected)}>
              {selected.length ? t("learners.enterFor", { count: selected.length }) : t("learners.enterMany")}
            </Button>
          </SpaceBetween>
        }
      >
        {t("learners.title")}
      </Header>
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      <Table
        items={list.items ?? []}
        trackBy="learner_id"
        stickyHeader
        stickyHeaderVerticalOffset={57}
        enableKeyboardNavigation
        wrapLines
        loading={list.loading && !list.items?.length}
        loadingText={list.searching ? t("common.searching") : t("learners.loading")}
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        ariaLabels={{
          tableLabel: t("learners.title"),
          selectionGroupLabel: t("learners.selectAll"),
          allItemsSelectionLabel: () => t("learners.selectAll"),
          itemSelectionLabel: (_, learner) => t("learners.select", { name: learner.name }),
        }}
        filter={
          <SearchField
            value={search}
            label={t("learners.search")}
            onChange={(words) => setAddress(words ? { search: words } : {}, { replace: true })}
          />
        }
        columnDefinitions={[
          {
            id: "name",
            header: t("learners.name"),
            isRowHeader: true,
            minWidth: 160,
            cell: (learner) => (
              <>
                <RouteLink href={`/console/learners/${learner.learner_id}`}>{learner.name}</RouteLink>
                {narrow && <div className="soft">{learner.mail}</div>}
              </>
            ),
          },
          ...(narrow
            ? []
            : [
                {
                  id: "mail",
                  header: t("learners.mail"),
                  minWidth: 200,
                  cell: (learner: Learner) => learner.mail,
                },
                {
                  id: "external",
                  header: t("learners.externalId"),
                  minWidth: 140,
                  cell: (learner: Learner) => learner.external_id ?? t("common.none"),
                },
              ]),
        ]}
        empty={
          list.more ? (
            <Empty title={t("common.noneYet")}>{t("common.lookOn")}</Empty>
          ) : (
            <Empty title={t("learners.emptyTitle")}>{t("learners.empty")}</Empty>
          )
        }
        footer={list.more && <ListEnd {...list} />}
      />
      {adding && (
        <LearnerDialog
          onClose={() => setAdding(false)}
          onSaved={(learner) => {
            setAdding(false);
            void navigate(`/console/learners/${learner.learner_id}`);
          }}
        />
      )}
    </SpaceBetween>
  );
}

interface DialogProps {
  learner?: Learner;
  onClose: () => void;
  onSaved: (learner: Learner) => void;
}

export function LearnerDialog({ learner, onClose, onSaved }: DialogProps) {
  const { id: academy_id } = useAcademy();
  const notify = useNotify();
  const [form, setForm] = useState({
    name: learner?.name ?? "",
    mail: learner?.mail ?? "",
    externalId: learner?.external_id ?? "",
  });
  const adding = useMutation(addLearner(academy_id));
  const saving = useMutation(saveLearner(academy_id));
  const { error: failure, isPending: busy } = learner ? saving : adding;
  const errors = fieldsOf(failure);

  function save() {
    const fields = { name: form.name.trim(), external_id: form.externalId.trim() || null };
    const done = (said: "learners.saved" | "learners.added") => ({
      onSuccess: (saved: Learner) => {
        notify("success", t(said, { name: saved.name }));
        onSaved(saved);
      },
    });
    if (learner) {
      const { learner_id, version } = learner;
      saving.mutate({ learner_id, version, body: fields }, done("learners.saved"));
    } else adding.mutate({ ...fields, mail: form.mail.trim() }, done("learners.added"));
  }

  return (
    <Modal
      visible
      header={learner ? t("learners.edit") : t("learners.add")}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button
              variant="primary"
              loading={busy}
              disabled={!form.name.trim() || !form.mail.trim()}
              onClick={save}
            >
              {learner ? t("common.save") : t("learners.add")}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {failure && (
          <Alert type="error">
            {failure instanceof Refused && failure.status === 412 ? t("setUp.conflict") : words(failure)}
          </Alert>
        )}
        {!learner && <Box color="text-body-secondary">{t("learners.addIntro")}</Box>}
        <FormField label={t("learners.name")} errorText={errors["name"]} stretch>
          <Input value={form.name} onChange={({ detail }) => setForm({ ...form, name: detail.value })} />
        </FormField>
        <FormField label={t("learners.mail")} errorText={errors["mail"]} stretch>
          <Input
            value={form.mail}
            type="email"
            disabled={Boolean(learner)}
            onChange={({ detail }) => setForm({ ...form, mail: detail.value })}
          />
        </FormField>
        <FormField
          label={
            <>
              {t("learners.externalId")} <i>– {t("common.optional")}</i>
            </>
          }
          constraintText={t("learners.externalIdHint")}
          errorText={errors["external_id"]}
          stretch
        >
          <Input
            value={form.externalId}
            onChange={({ detail }) => setForm({ ...form, externalId: detail.value })}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
