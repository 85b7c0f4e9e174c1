import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from certfolio.domain.directory import (
    FORMS,
    MAX_NAME_TERMS,
    MAX_WORDS,
    PRESENT_FORM,
    DirectoryEntry,
    Form,
    Mail,
    Place,
    Sought,
    entry_of_account,
    searchable,
)
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
        ("Zoe\u0308", "zoe"),  # an accent of its own
        ("Zo\u00eb", "zoe"),  # the same in one
        ("M\u00fcller", "muller"),
        ("Anne-Marie", "anne marie"),
        ("O'Neil", "o neil"),
        ("O\u2019Neil", "o neil"),  # a typographer's apostrophe
        ("\u0141ukasz", "lukasz"),
        ("\u00c6gir", "aegir"),
        ("\u0130stanbul", "istanbul"),
        ("Ir\u0131s", "iris"),
        ("\u0110or\u0111e", "dorde"),
        ("Th\u00f3r\u00f0ur \u00de\u00f3r", "thordur thor"),
        ("\u01fe", "o"),  # a stroke and an accent
        ("Nguy\u1ec5n V\u0103n", "nguyen van"),
        ("\u1f08\u03b8\u03b7\u03bd\u1fb6\u03c2", "\u03b1\u03b8\u03b7\u03bd\u03b1\u03c3"),
        ("\u0401\u043b\u043a\u0438\u043d", "\u0435\u043b\u043a\u0438\u043d"),
        ("\u5c71\u7530 \u592a\u90ce", "\u5c71\u7530 \u592a\u90ce"),
        ("\u30ac", "\u30ac"),  # the marks of kana are part of the letter
        ("\u30ab\u3099", "\u30ac"),
        ("\uae40\ucca0\uc218", "\uae40\ucca0\uc218"),
        # Arabic without what is seldom written.
        ("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f", "\u0645\u062d\u0645\u062f"),
        ("\u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"),
        # Vowels of Hindi and Thai are kept.
        ("\u0939\u093f\u0928\u094d\u0926\u0941", "\u0939\u093f\u0928\u094d\u0926\u0941"),
        ("\u0e2a\u0e21\u0e0a\u0e32\u0e22", "\u0e2a\u0e21\u0e0a\u0e32\u0e22"),
        ("Na\u200cme", "name"),  # a joiner that is not seen
        ("A#1", "a 1"),
        ("\uff03A", "a"),  # a full-width "#"
        ("##", ""),
        ("post.box@demo.example", "post box demo example"),
    ],
)
def test_case_accents_width_and_punctuation_do_not_matter(text: str, folded: str) -> None:
    assert searchable(text) == folded
    assert searchable(searchable(text)) == folded


@given(st.text(max_size=300), st.text(st.characters(codec="utf-8"), min_size=1, max_size=100))
def test_whatever_people_write_makes_a_key_dynamodb_takes(text: str, name: str) -> None:
    for fold in FORMS.values():
        place = Place(fold(text + name), "l" * 64, PRESENT_FORM)
        key = keys.directory_place("demo", keys.DIRECTORY_TERM, place)
        assert len(key["SK"].encode("utf-8", "surrogatepass")) <= 1024
        assert key["SK"].count("#") == 2


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")),
    min_size=1,
    max_size=100,
).filter(lambda name: name.strip() and searchable(name))


@given(NAMES)
def test_one_write_takes_every_term_of_a_name_and_of_the_one_before(name: str) -> None:
    found = entry(name=name, external_id=name)
    assert len(found.terms) <= MAX_NAME_TERMS + 2
    # Each term new and old, and beside them the entry itself, its two places in the list of all,
    # two external ids, the event, what it says of the person, and the registry.
    assert 2 * (MAX_NAME_TERMS + 2) + 8 <= 100


@given(
    st.lists(
        st.text("aBc\u00c4\u00f6\u0141\u0111\u00df\u5c71\u0645\u03a3-'.", min_size=1, max_size=8),
        min_size=1,
        max_size=MAX_WORDS + 1,
    ),
    st.data(),
)
def test_any_word_of_a_name_is_found_by_its_beginning(
    words: list[str], data: st.DataObject
) -> None:
    name = " ".join(words)
    # A hyphen inside makes several words of one.
    assume(0 < len(searchable(name).split()) <= MAX_WORDS + 1)
    word = data.draw(st.sampled_from(words))
    beginning = word[: data.draw(st.integers(1, len(word)))]
    found = entry(name=name)
    assert found.place(beginning) is not None
    assert found.place(unicodedata.normalize("NFD", beginning)) is not None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Hans M\u00fcller", "muller"),
        ("Hans M\u00fcller", "m\u00dcller"),
        ("Hans M\u00fcller", "mueller"),
        ("Hans Mu\u0308ller", "mueller"),
        ("Anne-Marie Smith", "marie"),
        ("Anne-Marie Smith", "marie sm"),
        ("Anne-Marie Smith", "anne-m"),
        ("Anne-Marie Smith", "annemarie"),
        ("Shaun O'Neil", "neil"),
        ("Shaun O'Neil", "o'ne"),
        ("Shaun O'Neil", "o\u2019neil"),
        ("Shaun O'Neil", "oneil"),
        ("Jan van der Berg", "van der b"),
        ("\u0141ukasz Kowalski", "lukasz"),
        ("\u00c6gir Stra\u00dfe", "aegir"),
        ("\u00c6gir Stra\u00dfe", "strasse"),
        ("\u0130stanbul", "istanbul"),
        ("\u0130stanbul", "\u0130STA"),
        ("\u0110or\u0111e", "dor"),
        ("\u0110or\u0111e", "djordje"),
        ("S\u00f8ren \u00c5berg", "soeren"),
        ("S\u00f8ren \u00c5berg", "aaberg"),
        ("\u5c71\u7530 \u592a\u90ce", "\u592a"),
        ("\u0645\u062d\u0645\u062f \u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"),
        ("Demo Learner", "learner@demo.ex"),
        ("Demo Learner", "HR-0042"),
    ],
)
def test_a_learner_is_found_as_people_type(name: str, typed: str) -> None:
    assert entry(name=name, external_id="hr-0042/b").place(typed) is not None


@given(
    st.lists(
        st.text("aBc\u00c4\u00f6\u0141\u00df\u5c71\u0645\u03a3", min_size=1, max_size=8),
        min_size=1,
        max_size=MAX_WORDS + 1,
    ),
    st.data(),
)
def test_words_of_a_name_are_found_in_any_order_by_their_beginnings(
    words: list[str], data: st.DataObject
) -> None:
    some = data.draw(st.permutations(words))[: data.draw(st.integers(1, len(words)))]
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in some]
    assert entry(name=" ".join(words)).place("  ".join(typed)) is not None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Anna M\u00fcller", "m\u00fcller anna"),
        ("Anna M\u00fcller", "ann m\u00fcl"),
        ("Anna M\u00fcller", "MUELLER, A."),
        ("Anna M\u00fcller", "anna  anna"),
        ("Anna Maria M\u00fcller", "m\u00fcller anna"),
        ("Anne-Marie Smith", "smith anne-marie"),
        ("Anne-Marie Smith", "smith marie"),
        ("Shaun O'Neil", "o'neil sh"),
        ("Shaun O'Neil", "oneil shaun"),
        ("Shaun O'Neil", "o neil"),
        ("Jan van der Berg", "berg jan"),
        ("\u00c6gir Stra\u00dfe", "STRASSE \u00e6"),
        ("\u00c6gir Stra\u00dfe", "stra\u00dfe aeg"),
        ("Ay\u015fe I\u015f\u0131k", "i\u015f\u0131k ayse"),
        ("Ay\u015fe I\u015f\u0131k", "ISIK AY"),
        ("\u5c71\u7530 \u592a\u90ce", "\u592a\u90ce \u5c71\u7530"),
        ("\u5c71\u7530 \u592a\u90ce", "\u592a \u5c71"),
        # Written in one, it is one word.
        ("\u5c71\u7530\u592a\u90ce", "\u5c71\u7530"),
        (
            "\u0645\u062d\u0645\u062f \u0623\u062d\u0645\u062f",
            "\u0627\u062d\u0645\u062f \u0645\u062d\u0645\u062f",
        ),
        ("Hans M\u00fcller", "hans learner@demo"),
        ("Hans M\u00fcller", "KD 47"),
        ("Hans M\u00fcller", "m\u00fcller kd"),
    ],
)
def test_a_learner_is_found_by_several_words(name: str, typed: str) -> None:
    assert entry(name=name, external_id="KD 4711").place(typed) is not None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Anna M\u00fcller", "anna meier"),
        ("Anna M\u00fcller", "anna ller"),
        ("Anna M\u00fcller", "anna m\u00fcller x"),
        # Nobody can tell where in it the given name begins.
        ("\u5c71\u7530\u592a\u90ce", "\u592a\u90ce"),
        ("\u5c71\u7530\u592a\u90ce", "\u5c71\u7530 \u592a\u90ce"),
    ],
)
def test_every_word_that_is_typed_must_begin_something(name: str, typed: str) -> None:
    assert entry(name=name).place(typed) is None


def test_of_several_words_the_longest_is_looked_through() -> None:
    assert Sought.of("an m\u00fcller", PRESENT_FORM).starts == ("an muller", "muller")
    assert Sought.of("m\u00fcller an", PRESENT_FORM).starts == ("muller",)
    assert Sought.of("post.box@demo", PRESENT_FORM).starts == ("post box demo",)


@given(
    st.text("an \u00e4-'", min_size=1, max_size=12).filter(searchable), st.sampled_from([*FORMS])
)
def test_no_term_begins_in_two_of_the_ways_that_are_looked_through(text: str, form: Form) -> None:
    starts = Sought.of(text, form).starts
    assert all(starts)
    for one in starts:
        assert not any(other.startswith(one) for other in starts if other != one)


@pytest.mark.parametrize("typed", ["uller", "nne", "mill", "hans-peter", "demo.example"])
def test_a_learner_is_found_by_beginnings_alone(typed: str) -> None:
    assert entry(name="Hans M\u00fcller").place(typed) is None


def test_only_so_many_words_of_a_name_are_terms() -> None:
    name = " ".join(f"w{number}" for number in range(20))
    terms = entry(name=name).terms - {"learner demo example"}
    assert {term.split()[0] for term in terms} == {f"w{number}" for number in range(MAX_WORDS + 1)}


def test_a_learner_found_by_several_terms_stands_in_one_place() -> None:
    found = entry(name="Lea Learner")
    assert found.place("lea") == Place("lea learner", "learner-1", PRESENT_FORM)
    assert found.place("learn") == Place("learner", "learner-1", PRESENT_FORM)
    assert found.place("learner@d") == Place("learner demo example", "learner-1", PRESENT_FORM)
    assert found.place("x") is None


@pytest.mark.parametrize("nothing", ["", "  ", "-", "'"])
def test_without_a_search_the_place_is_the_name(nothing: str) -> None:
    assert entry(name="Zoë First").place(nothing) == Place("zoe first", "learner-1", PRESENT_FORM)


def test_an_entry_of_the_former_form_stands_where_it_was_written() -> None:
    former = entry(name="Zoë-Ann First", form=1)
    assert former.terms == {"zoë-ann first", "first", "learner@demo.example"}
    assert former.place("zoë-") == Place("zoë-ann first", "learner-1", 1)
    assert former.place("zoe") is None
    assert former.place("") == Place("zoë-ann first", "learner-1", 1)


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
