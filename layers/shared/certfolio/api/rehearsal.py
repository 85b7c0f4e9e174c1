"""Requests that an API function tries out on itself before Lambda takes a snapshot of it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from certfolio.settings import LearnerSettings, load
from certfolio.storage.scene import Scene

Json = dict[str, Any]


def requests(rules: Iterable[tuple[str, str]], scene: Scene) -> Iterator[Json]:
    """One request for each route, as API Gateway sends it."""
    bodies = _bodies(scene)
    queries = {
        "/statement/lines": {
            "credit_type": scene.credit_type,
            "period": str(scene.stated.earned_on.year),
        },
        "/transcript": {"format": "pdf"},
    }
    ids = {
        "academy_id": scene.owner.academy_id,
        "learner_id": scene.owner.learner_id,
        "certificate_id": scene.certificate_id,
        "upload_id": scene.upload_id,
        "transcript_id": scene.pack_id,
        "credit_type_id": scene.credit_type,
        "principal": scene.principal,
        "programme_id": scene.programme,
        "pack_id": "pmi-pmp",
        "holding_id": scene.holding_id,
        "waiver_id": scene.holding_id,
        "met_id": scene.holding_id,
    }
    for method, rule in rules:
        path = re.sub(r"<(\w+)>", lambda name: ids[name[1]], rule)
        query = next((said for end, said in queries.items() if rule.endswith(end)), {})
        if rule == "/unsubscribe":
            query = {"token": scene.link}
        yield _request(method, path, query, bodies.get(f"{method} {rule}"), scene)


def _request(
    method: str, path: str, query: Mapping[str, str], body: Json | None, scene: Scene
) -> Json:
    headers = {"Accept": "application/json", "If-Match": '"1"'}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [said] for name, said in query.items()} or None,
        "pathParameters": None,
        "requestContext": {
            "requestId": "rehearsal",
            "httpMethod": method,
            "path": path,
            "stage": "v1",
            **_caller(path, scene),
        },
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def _caller(path: str, scene: Scene) -> Json:
    if path.startswith("/admin/"):
        return _by_staff(scene)
    is_public = path.startswith("/academies/") or path == "/unsubscribe"
    return {"identity": {}} if is_public else _by_learner(scene)


def _by_learner(scene: Scene) -> Json:
    claims = {
        "token_use": "id",
        "aud": load(LearnerSettings).user_pool_client_id,
        "sub": scene.owner.learner_id,
        "custom:academy_id": scene.owner.academy_id,
        "name": "Learner",
    }
    return {"identity": {}, "authorizer": {"claims": claims}}


def _by_staff(scene: Scene) -> Json:
    provider = f"pool,pool:CognitoSignIn:{scene.principal}"
    return {"identity": {"cognitoAuthenticationProvider": provider, "userArn": ""}}


def _bodies(scene: Scene) -> Mapping[str, Json]:
    """A body for each route that takes one."""
    academy = "/admin/academies/<academy_id>"
    learner = f"{academy}/learners/<learner_id>"
    upload = {
        "file_name": "certificate.pdf",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
    }
    stated = {
        "title": scene.stated.title,
        "earned_on": scene.stated.earned_on.isoformat(),
        "claims": [{"credit_type": scene.credit_type, "credits": "1.00"}],
    }
    entered = {**stated, "id": scene.new_id, "upload_id": scene.upload_id}
    decision = {"action": "approve"}
    holding = {
        "id": scene.new_id,
        "programme": scene.programme,
        "number": "2",
        "upload_id": scene.upload_id,
    }
    stated_holding = {"held_since": "2024-01-01"}
    waiver = {"kind": "let_off", "on": "2024-01-01", "requirement": "total"}
    return {
        "POST /holdings": holding,
        "PUT /holdings/<holding_id>": stated_holding,
        f"POST {learner}/holdings": holding,
        f"PUT {learner}/holdings/<holding_id>": stated_holding,
        f"POST {learner}/holdings/<holding_id>/decisions": {"decision": "confirm"},
        f"POST {learner}/holdings/<holding_id>/waivers": {
            "id": scene.new_id,
            "waiver": waiver,
            "reason": "Rehearsal",
        },
        f"POST {learner}/holdings/<holding_id>/met": {
            "id": scene.new_id,
            "requirement": "ethics",
            "on": "2024-01-01",
        },
        f"PUT {academy}/programmes/<programme_id>": {"programme": scene.rules},
        f"POST {academy}/programmes": {"pack": "pmi-pmp"},
        f"POST {academy}/programmes/<programme_id>/try": {
            "programme": scene.rules,
            "learner_id": scene.owner.learner_id,
            "holding": stated_holding,
        },
        f"POST {academy}/programmes/<programme_id>/effects": {"programme": scene.rules},
        "POST /uploads": upload,
        f"POST {learner}/uploads": upload,
        f"POST {academy}/uploads": upload,
        "POST /certificates": entered,
        "POST /certificates/forecast": entered,
        "PUT /certificates/<certificate_id>": stated,
        "POST /transcripts": {"form": "pdf"},
        f"POST {learner}/transcripts": {"form": "pdf"},
        "POST /certificates/<certificate_id>/dispute": {"comment": "Rehearsal"},
        f"POST {learner}/certificates/<certificate_id>/decisions": decision,
        f"POST {learner}/certificates/<certificate_id>/forecast": {},
        f"POST {academy}/decisions": {
            "items": [
                {
                    "learner_id": scene.owner.learner_id,
                    "certificate_id": scene.certificate_id,
                    "version": 1,
                    **decision,
                }
            ]
        },
        f"PUT {learner}/certificates/<certificate_id>/assignment": {},
        "POST /news/read": {"mark": 1},
        f"POST {academy}/news/read": {"mark": 1},
        "PUT /mail-preferences": {"off": []},
        f"POST {learner}/certificates": entered,
        f"PUT {learner}/certificates/<certificate_id>": stated,
        f"POST {academy}/certificates": {
            **stated,
            "id": scene.new_id,
            "learner_ids": [scene.owner.learner_id],
        },
        f"PUT {academy}/settings": {},
        f"PUT {academy}/credit-types/<credit_type_id>": {"name": "Hours", "unit": "hours"},
        f"POST {academy}/staff": {
            "name": "Reviewer",
            "mail": "new@example.org",
            "role": "reviewer",
        },
        f"PUT {academy}/staff/<principal>": {"name": "Administrator", "role": "administrator"},
        f"POST {academy}/learners": {"name": "Learner", "mail": "new@example.org"},
        f"PUT {academy}/learners/<learner_id>": {"name": "Learner"},
        f"PUT {academy}/learners/<learner_id>/membership": {"active": True},
    }
