import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { call } from "../../api/learner";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Statement } from "../../shared/Statement";
import { useLoad } from "../../shared/useLoad";
import { text } from "../../text";

export default function Credits() {
  useTitle(text.credits.title);
  const navigate = useNavigate();
  const statement = useLoad((signal) => call("get", "/statement", { signal }));
  const types = useLoad((signal) => call("get", "/credit-types", { signal }));
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={text.credits.description}>
        {text.credits.title}
      </Header>
      {statement.error !== undefined ? (
        <LoadFailed error={statement.error} retry={statement.reload} />
      ) : !statement.value || !types.value ? (
        <Loading label={text.credits.loading} />
      ) : statement.value.items.length === 0 ? (
        <Container>
          <Empty
            title={text.credits.emptyTitle}
            action={
              <Button variant="primary" iconName="add-plus" onClick={() => navigate("/certificates?add=1")}>
                {text.certificates.add}
              </Button>
            }
          >
            {text.credits.empty}
          </Empty>
        </Container>
      ) : (
        <Statement
          periods={statement.value.items}
          types={new Map(types.value.items.map((type) => [type.id, type]))}
          href={(id) => `/certificates/${id}`}
          read={(query, signal) => call("get", "/statement/lines", { query, signal })}
        />
      )}
    </SpaceBetween>
  );
}
