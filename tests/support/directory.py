"""An academy's directory, as its staff and its learners' sign-ins see it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import boto3

from certfolio.domain.directory import DirectoryEntry, formerly_searchable
from functions.directory import handler as directory
from functions.sign_in import handler as sign_in
from tests.support import events
from tests.support.template import REGION, STACK
from tests.support.world import Answer, World, answer_of, lambda_context

Json = dict[str, Any]
_numbers = count(1)
# Whatever Powertools' decorators make of their types.
_DIRECTORY: Any = directory.handler
_SIGN_IN: Any = sign_in.handler


@dataclass
class Directory:
    """An academy's directory, as its staff see it."""

    world: World
    pool: str
    principal: str = ""
    cognito: Any = field(default_factory=lambda: boto3.client("cognito-idp", region_name=REGION))

    def call(
        self,
        method: str,
        path: str = "",
        body: object = None,
        *,
        version: object = None,
        academy_id: str | None = None,
        **query: str,
    ) -> Answer:
        place = f"/admin/academies/{academy_id or self.world.academy_id}/learners{path}"
        event = events.staff_request(
            method,
            place,
            body,
            principal=self.principal or self.world.reviewer.principal,
            headers={} if version is None else {"If-Match": f'"{version}"'},
            query=dict(query),
        )
        return answer_of(_DIRECTORY(event, lambda_context()))

    def add(self, name: str = "Demo Learner", mail: str = "", **fields: object) -> Answer:
        mail = mail or f"learner-{next(_numbers)}@demo.example"
        return self.call("POST", body={"name": name, "mail": mail, **fields})

    def added(self, name: str = "Demo Learner", mail: str = "", **fields: object) -> Json:
        answer = self.add(name, mail, **fields)
        assert answer.status == 201, answer
        made: Json = answer.body
        return made

    def names(self, search: str = "", **query: str) -> list[str]:
        answer = self.call("GET", search=search, **query)
        assert answer.status == 200, answer
        return [item["name"] for item in answer.body["items"]]

    def account(self, username: str) -> dict[str, str]:
        found = self.cognito.admin_get_user(UserPoolId=self.pool, Username=username)
        return {item["Name"]: item["Value"] for item in found["UserAttributes"]}

    def sign_in(self, learner_id: str, **attributes: str | None) -> None:
        said = {
            "sub": learner_id,
            "custom:academy_id": self.world.academy_id,
            "name": "Demo Learner",
            "email": "learner@demo.example",
        } | attributes
        event = events.sample("cognito-post-authentication")
        event["request"]["userAttributes"] = {k: v for k, v in said.items() if v is not None}
        assert _SIGN_IN(event, lambda_context()) is event

    def copies(self) -> list[Json]:
        """The entries in the table, in each of their places."""
        kinds = ("LEARNER#", "NAME#", "SEARCH#")
        return [item for item in self.items() if item["SK"]["S"].startswith(kinds)]

    def items(self) -> list[Json]:
        """What the table holds of the directory."""
        answer = boto3.client("dynamodb", region_name=REGION).query(
            TableName=STACK,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": f"ACADEMY#{self.world.academy_id}#DIRECTORY"}},
        )
        return list(answer["Items"])

    def entry(self, learner_id: str, name: str = "Demo Learner", **fields: Any) -> DirectoryEntry:
        known = {
            "academy_id": self.world.academy_id,
            "learner_id": learner_id,
            "name": name,
            "mail": "learner@demo.example",
        }
        return DirectoryEntry.model_validate(known | fields)

    def written_before(self, entry: DirectoryEntry) -> None:
        """Put an entry and its copies into the table as the first version of the program did."""
        name = formerly_searchable(entry.name)
        said = (entry.name, *name.split()[1:], entry.mail, entry.external_id or "")
        places = [
            f"LEARNER#{entry.learner_id}",
            f"NAME#{name}#{entry.learner_id}",
            *(
                f"SEARCH#{term}#{entry.learner_id}"
                for term in {*map(formerly_searchable, said)}
                if term
            ),
        ]
        item = entry.model_dump(exclude={"form"}, exclude_none=True) | {"version": 1}
        table = boto3.resource("dynamodb", region_name=REGION).Table(STACK)
        for place in places:
            partition = f"ACADEMY#{self.world.academy_id}#DIRECTORY"
            table.put_item(Item={"PK": partition, "SK": place, **item})

    def all_pages(self, limit: int, search: str = "") -> list[str]:
        """Names, page by page to the end; a page of a search may be short before it."""
        found: list[str] = []
        query = {"limit": str(limit), "search": search}
        while True:
            page = self.call("GET", **query).body
            found += [item["name"] for item in page["items"]]
            if page.get("next_cursor") is None:
                return found
            assert len(page["items"]) == limit or (search and len(page["items"]) < limit)
            query["cursor"] = page["next_cursor"]
