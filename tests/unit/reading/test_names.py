import pytest

from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.names import find_name, somebody_else
from tests.unit.reading.pages import page


def said(name: str, *lines: str) -> str | None:
    document = Document([page(*lines)])
    words = find_name(document, name)
    return None if words is None else document.words_said(words)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Demo Learner", "This is to certify that Demo Learner has attended"),
        ("Demo Learner", "DEMO LEARNER"),
        ("Demo Learner", "D E M O\tL E A R N E R"),
        ("Demo Learner", "Learner, Demo"),
        ("Demo Learner", "LEARNER Demo"),
        ("Learner, Demo", "Demo Learner"),
        ("Demo Learner", "Demo Xavier Learner"),
        ("Demo Learner", "Demo X. Learner"),
        ("Demo Xavier Learner", "Demo Learner"),
        ("Demo Xavier Learner", "Learner, Demo X."),
        ("Demo Learner", "D. Learner"),
        ("Demo Learner", "awarded to D. Learner"),
        ("Demo Learner", "AWARDED TO D LEARNER"),
        ("Demo Learner", "Learner, D."),
        ("D. Learner", "Demo Learner"),
        ("Demo Learner", "Dr. Demo Learner, MD"),
        ("Dr. Demo Learner", "Demo Learner"),
        ("Prof. Dr. Demo Learner", "Frau Demo Learner"),
        ("Demo Learner", "Last name: Learner First name: Demo"),
        ("Demo Learner", "Nom : LEARNER Prénom : Demo"),
        ("Demo-Maria Learner", "Demo Maria Learner"),
        ("Demo Maria Learner", "Demo-Maria Learner"),
        ("Demo Learner-Beispiel", "DEMO LEARNER BEISPIEL"),
        ("Zoë Müller", "Zoe Mueller"),
        ("Zoe Mueller", "Zoë Müller"),
        ("Zoë Müller", "ZOE MULLER"),
        ("Jörg Groß", "Joerg Gross"),
        ("Łucja Źdźbło", "Lucja Zdzblo"),
        ("Søren Ågård", "Soren Agard"),
        ("Søren Ågård", "Soeren Aagaard"),
        ("Đorđe Šćepanović", "Djordje Scepanovic"),
        ("İbrahim Yıldız", "IBRAHIM YILDIZ"),
        ("Sinéad O'Neill", "Sinead O’Neill"),
        ("Sinéad O'Neill", "SINEAD ONEILL"),
        ("Demo van der Learner", "D. van der Learner"),
        ("Demo van der Learner", "Learner, Demo van der"),
        ("見本 太郎", "見本太郎殿"),
        ("見本太郎", "見本 太郎 様"),
        ("견본 학생", "성명: 견본학생"),
        ("متعلم تجريبي", "يشهد بأن متعلم تجريبي قد أتم"),
        ("Demo", "Demo"),
        ("Demo", "Name: Demo"),
    ],
)
def test_a_learner_is_found_however_the_name_is_written(name: str, line: str) -> None:
    assert said(name, line) is not None


def test_a_name_goes_on_in_the_next_line() -> None:
    assert said("Demo Learner", "Demo", "Learner") == "Demo Learner"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Demo Learner", "Demo"),
        ("Demo Learner", "Learner"),
        ("Demo Learner", "Demo Teacher"),
        ("Demo Learner", "Eva Learner"),
        ("Demo Learner", "Eva D. Learner"),
        ("Demo Learner", "E. Learner"),
        ("Demo Learner", "D. L."),
        ("Demo Learner", "Demo has learnt of Learner"),
        ("Demo Learner", "demolearner"),
        ("Demo Learner", "Write to demo.learner@demo.example"),
        ("Demo Learner", "https://demo.example/demo-learner"),
        ("Demo Learner", "Demolition Learners"),
        ("Demo Learner", "Demo Learnerson"),
        ("Al Ana", "Alana"),
        ("Demo Maria Learner", "Demo Maria Teacher"),
        ("Demo", "Demo Learner"),
        ("Demo", "This is a demo of"),
        ("見本 太郎", "見本 花子"),
    ],
)
def test_somebody_else_or_a_part_of_the_name_is_not_the_learner(name: str, line: str) -> None:
    assert said(name, line) is None


def test_who_else_it_is_for_is_told() -> None:
    document = Document([page("This is to certify that", "Eva Teacher", "has attended")])
    words = somebody_else(document)
    assert words is not None
    assert document.words_said(words) == "Eva Teacher"
