"""A presigned upload binds exactly these bytes, once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from local.client import Json
from local.stack import Stack
from tests.e2e.in_process import function, request
from tests.e2e.support import PDF, PNG, LearnerAtWork, declared, deployed, parameter, root

DATA = PDF.read_bytes()


@dataclass(frozen=True)
class Put:
    """One PUT that is about to be sent."""

    url: str
    headers: dict[str, str]
    data: bytes = field(repr=False)

    def send(self) -> requests.Response:
        return requests.put(self.url, data=self.data, headers=self.headers, timeout=20)

    def without(self, header: str) -> "Put":
        return replace(self, headers={k: v for k, v in self.headers.items() if k != header})

    def with_header(self, header: str, value: str) -> "Put":
        return replace(self, headers={**self.headers, header: value})

    def with_query(self, **changes: str) -> "Put":
        parts = urlsplit(self.url)
        query = {**dict(parse_qsl(parts.query)), **changes}
        return replace(self, url=parts._replace(query=urlencode(query)).geturl())

    def with_key(self, change: Callable[[str], str]) -> "Put":
        parts = urlsplit(self.url)
        return replace(self, url=parts._replace(path=change(parts.path)).geturl())


@pytest.fixture
def permit(learner: LearnerAtWork) -> Json:
    return learner.call("POST", "/uploads", declared())


@pytest.fixture
def put(permit: Json) -> Put:
    return Put(permit["url"], permit["headers"], DATA)


OTHER_BYTES = DATA[:-1] + bytes([DATA[-1] ^ 1])

REFUSED: dict[str, tuple[Callable[[Put], Put], int, str]] = {
    "other bytes of the same length": (
        lambda put: replace(put, data=OTHER_BYTES),
        400,
        "BadDigest",
    ),
    "more bytes": (
        lambda put: replace(put, data=DATA + b" ").with_header(
            "Content-Length", str(len(DATA) + 1)
        ),
        403,
        "SignatureDoesNotMatch",
    ),
    "fewer bytes": (
        lambda put: replace(put, data=DATA[:-1]).with_header("Content-Length", str(len(DATA) - 1)),
        403,
        "SignatureDoesNotMatch",
    ),
    "another type": (
        lambda put: put.with_header("Content-Type", "text/html"),
        403,
        "SignatureDoesNotMatch",
    ),
    "no type": (lambda put: put.without("Content-Type"), 403, "SignatureDoesNotMatch"),
    "no If-None-Match": (lambda put: put.without("If-None-Match"), 403, "SignatureDoesNotMatch"),
    "no checksum": (
        lambda put: put.without("x-amz-checksum-sha256"),
        403,
        "SignatureDoesNotMatch",
    ),
    "the checksum of other bytes": (
        lambda put: replace(put, data=PNG.read_bytes()).with_header(
            "x-amz-checksum-sha256", "bm90IHRoZSBvbmUgdGhhdCB3YXMgc2lnbmVkISEhISE="
        ),
        403,
        "SignatureDoesNotMatch",
    ),
    "another key": (lambda put: put.with_key(lambda key: key + "X"), 403, "SignatureDoesNotMatch"),
    "another learner's key": (
        lambda put: put.with_key(lambda key: key.replace("/e2e-", "/e3e-")),
        403,
        "SignatureDoesNotMatch",
    ),
    "a longer life": (
        lambda put: put.with_query(**{"X-Amz-Expires": "86400"}),
        403,
        "SignatureDoesNotMatch",
    ),
    "another signature": (
        lambda put: put.with_query(**{"X-Amz-Signature": "0" * 64}),
        403,
        "SignatureDoesNotMatch",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_was_not_signed_is_refused_and_the_upload_still_waits(
    learner: LearnerAtWork, permit: Json, put: Put, case: str
) -> None:
    change, status, code = REFUSED[case]
    refused = change(put).send()
    assert (refused.status_code, _code(refused)) == (status, code)
    assert learner.call("GET", f"/uploads/{permit['id']}")["file"]["state"] == "waiting"
    assert put.send().status_code == 200


def test_a_second_put_is_refused_and_the_first_stays(
    learner: LearnerAtWork, permit: Json, put: Put
) -> None:
    assert put.send().status_code == 200
    second = put.send()
    assert (second.status_code, _code(second)) == (412, "PreconditionFailed")
    assert learner.inspected(permit["id"])["file"]["state"] == "accepted"


def test_nothing_can_be_put_without_a_signature(put: Put) -> None:
    parts = urlsplit(put.url)
    refused = replace(put, url=parts._replace(query="").geturl()).send()
    assert (refused.status_code, _code(refused)) == (403, "AccessDenied")


def test_an_expired_permission_is_refused(stack: Stack, learner: LearnerAtWork) -> None:
    with function(stack, "uploads", UPLOAD_SECONDS="1") as uploads:
        status, permit = uploads.answer(request(learner, "POST", "/uploads", declared()))
    assert status == 201
    time.sleep(2.1)
    refused = Put(permit["url"], permit["headers"], DATA).send()
    assert (refused.status_code, _code(refused)) == (403, "AccessDenied")
    assert "expired" in refused.text


def test_the_permission_cannot_read_what_it_put(put: Put) -> None:
    put.send()
    assert requests.get(put.url, timeout=20).status_code == 403
    assert requests.delete(put.url, timeout=20).status_code == 403


def test_the_key_holds_no_word_of_the_user(
    stack: Stack, learner: LearnerAtWork, permit: Json
) -> None:
    key = urlsplit(permit["url"]).path.partition(f"{stack.incoming_bucket}/")[2]
    assert key == (f"{learner.academy_id}/{learner.sub}/{permit['certificate_id']}/{permit['id']}")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"size": 10_485_761}, "size"),
        ({"size": 0}, "size"),
        ({"size": -1}, "size"),
        ({"size": "22618"}, "size"),
        ({"sha256": "0"}, "sha256"),
        ({"content_type": "image/svg+xml"}, "content_type"),
        ({"file_name": "certificate.exe"}, "file_name"),
        ({"file_name": "../certificate.pdf"}, "file_name"),
        ({"file_name": "certificate\u202efdp.pdf"}, "file_name"),
        ({"key": "elsewhere"}, "key"),
    ],
)
def test_a_declaration_beyond_the_limits_is_refused_by_name(
    learner: LearnerAtWork, change: Json, field: str
) -> None:
    refused = learner.request("POST", "/uploads", {**declared(), **change})
    assert refused.status_code == 422
    assert [entry["field"] for entry in refused.json()["errors"]] == [field]


class TestBrowsers:
    def test_the_portal_may_put(self, stack: Stack, put: Put) -> None:
        answer = _preflight(put.url, "PUT", parameter(stack, "WebOrigin"), put.headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == parameter(stack, "WebOrigin")
        assert "PUT" in answer.headers["Access-Control-Allow-Methods"]
        allowed = answer.headers["Access-Control-Allow-Headers"].lower()
        needed = {name.lower() for name in put.headers} - {"content-length"}
        assert needed <= {name.strip() for name in allowed.split(",")}

    @pytest.mark.parametrize("method", ["GET", "DELETE", "POST"])
    def test_the_portal_may_do_nothing_else_with_the_bucket(
        self, stack: Stack, put: Put, method: str
    ) -> None:
        answer = _preflight(put.url, method, parameter(stack, "WebOrigin"), {})
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_other_origins_may_not_put(self, put: Put) -> None:
        answer = _preflight(put.url, "PUT", "https://elsewhere.example", put.headers)
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_the_portal_may_call_the_api(self, stack: Stack) -> None:
        """The local AWS answers a preflight but leaves the headers of the body's mock out."""
        origin = parameter(stack, "WebOrigin")
        answer = _preflight(stack.api_url + "/certificates", "POST", origin, ["authorization"])
        assert answer.status_code == 200
        for path, methods in _api_body(stack)["paths"].items():
            mock = methods["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
            names = "method.response.header.Access-Control-Allow-"
            sent = {
                header.removeprefix(names): value
                for header, value in mock["responseParameters"].items()
            }
            assert "security" not in methods["options"]
            assert sent["Origin"] == {"Fn::Sub": "'${WebOrigin}'"}
            used = {method.upper() for method in methods}
            assert used <= set(sent["Methods"].strip("'").split(",")), path
            assert {"authorization", "content-type", "if-match", "x-amz-security-token"} <= set(
                sent["Headers"].strip("'").split(",")
            )

    def test_answers_and_refusals_carry_the_origin(
        self, stack: Stack, learner: LearnerAtWork
    ) -> None:
        for path in ("/certificates", "/certificates/none", "/certificates?limit=0"):
            answer = learner.request("GET", path)
            assert answer.headers["Access-Control-Allow-Origin"] == parameter(stack, "WebOrigin")
            assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


def test_neither_bucket_answers_the_public(stack: Stack, learner: LearnerAtWork) -> None:
    learner.hand_in()
    for bucket in (stack.incoming_bucket, stack.evidence_bucket):
        prefix = f"{learner.academy_id}/{learner.sub}/"
        listed = root(stack, "s3").list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
        for path in ("", "/" + listed[0]["Key"]):
            answer = requests.get(f"{stack.endpoint}/{bucket}{path}", timeout=20)
            assert answer.status_code == 403


def _api_body(stack: Stack) -> Json:
    """What API Gateway was given, after the template's macros."""
    answer = root(stack, "cloudformation").get_template(
        StackName=deployed(stack)["StackName"], TemplateStage="Processed"
    )
    body: Json = answer["TemplateBody"]["Resources"]["Api"]["Properties"]["Body"]
    return body


def _preflight(
    url: str, method: str, origin: str, headers: dict[str, str] | list[str]
) -> requests.Response:
    return requests.options(
        url,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": method,
            # Browsers set the length themselves and do not ask for it.
            "Access-Control-Request-Headers": ", ".join(
                name.lower() for name in headers if name != "Content-Length"
            ),
        },
        timeout=20,
    )


def _code(answer: requests.Response) -> str:
    return answer.text.partition("<Code>")[2].partition("</Code>")[0]
