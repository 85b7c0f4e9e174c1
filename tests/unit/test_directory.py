import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from certfolio.domain.certificates import Owner
from certfolio.domain.directory import MAX_WORDS, DirectoryEntry, Mail, entry_of_account, searchable
from certfolio.storage import keys

MAIL: TypeAdapter[str] = TypeAdapter(Mail)
ACCOUNT = {
    "sub": "learner-1",
    "custom:academy_id": "demo",
    "name": "Demo Learner",
    "email": "learner@demo.example",
}


def entry(**fields: object) -> DirectoryEntry:
    known = {
        "academy_id": "demo",
        "learner_id": "learner-1",
        "name": "Demo Learner",
        "mail": "learner@demo.example",
    }
    return DirectoryEntry.model_validate(known | fields)


@pytest.mark.parametrize(
    "mail",
    ["learner@demo.example", "a+b@x.y.example", "  learner@demo.example ", "o'x@demo.example"],
)
def test_a_mail_address_is_taken_without_the_space_around_it(mail: str) -> None:
    assert MAIL.validate_python(mail) == mail.strip()


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "learner",
        "learner@",
        "@demo.example",
        "learner@demo",
        "learner@demo.",
        "learner@.example",
        "learner@demo..example",
        "le arner@demo.example",
        "a@b@demo.example",
        "learner@demo.example\n.x",
        "lear\x00ner@demo.example",
        "lear\u202ener@demo.example",
        f"{'x' * 243}@demo.example",
    ],
)
def test_what_is_no_mail_address_is_refused(mail: str) -> None:
    with pytest.raises(ValidationError):
        MAIL.validate_python(mail)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Demo  Learner ", "demo learner"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\uff24\uff25\uff2d\uff2f", "demo"),  # full width
        ("Zoe\u0308", "zo\u00eb"),  # an accent of its own
        ("A#1", "a 1"),
        ("\uff03A", "a"),  # a full-width "#"
        ("##", ""),
    ],
)
def test_case_width_white_space_and_separators_do_not_matter(text: str, folded: str) -> None:
    assert searchable(text) == folded


@given(st.text(max_size=300), st.text(st.characters(codec="utf-8"), min_size=1, max_size=100))
def test_whatever_people_write_makes_a_key_dynamodb_takes(text: str, name: str) -> None:
    owner = Owner(academy_id="demo", learner_id="l" * 64)
    key = keys.directory_place(owner, keys.DIRECTORY_TERM, searchable(text + name))
    assert len(key["SK"].encode("utf-8", "surrogatepass")) <= 1024
    assert key["SK"].count("#") == 2


def test_a_learner_is_found_by_name_further_words_mail_and_external_id() -> None:
    found = entry(name="Demo Van Learner", external_id="HR-7")
    assert found.terms == {"demo van learner", "van", "learner", "learner@demo.example", "hr-7"}


def test_only_so_many_words_of_a_name_are_terms() -> None:
    name = " ".join(f"w{number}" for number in range(20))
    words = {term for term in entry(name=name).terms if " " not in term and "@" not in term}
    assert words == {f"w{number}" for number in range(1, MAX_WORDS + 1)}


def test_a_learner_found_by_several_terms_stands_in_one_place() -> None:
    found = entry(name="Lea Learner")
    assert found.place("lea") == "lea learner"
    assert found.place("learn") == "learner"
    assert found.place("learner@") == "learner@demo.example"
    assert found.place("x") is None


def test_without_a_search_the_place_is_the_name() -> None:
    assert entry(name="Zoe First").place("") == "zoe first"


def test_an_account_says_name_mail_academy_and_id() -> None:
    assert entry_of_account(ACCOUNT) == entry()


@pytest.mark.parametrize("missing", ["sub", "custom:academy_id", "email"])
def test_an_account_without_academy_id_or_mail_has_no_entry(missing: str) -> None:
    said = {name: value for name, value in ACCOUNT.items() if name != missing}
    assert entry_of_account(said) is None


@pytest.mark.parametrize("academy_id", ["", "De mo", "a#b", "../demo"])
def test_an_account_of_an_impossible_academy_has_no_entry(academy_id: str) -> None:
    assert entry_of_account(ACCOUNT | {"custom:academy_id": academy_id}) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "learner"),
        ("  ", "learner"),
        ("a\nb", "learner"),
        ("\u202eabc", "learner"),
        (" Demo ", "Demo"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_name_that_cannot_be_shown_gives_way_to_the_mail_address(name: str, shown: str) -> None:
    found = entry_of_account(ACCOUNT | {"name": name})
    assert found is not None
    assert found.name == shown
