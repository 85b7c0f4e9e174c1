import pytest

from certfolio.domain.reading.fields import ReadField
from certfolio.domain.reading.suggest import suggest
from tests.unit.reading.pages import page

TITLE, ISSUER, DAY, CREDITS, NUMBER = (field for field in ReadField if field != ReadField.LEARNER)


def suggested(*lines: str, name: str = "Demo Learner") -> dict[ReadField, str]:
    return {field: told.value for field, told in suggest([page(*lines)], name).fields.items()}


def test_a_plain_certificate_is_read_whole() -> None:
    assert suggested(
        "Example Training Institute",
        "Certificate of Completion",
        "This is to certify that",
        "Demo Learner",
        "has successfully completed the course",
        "Secure Coding in Practice",
        "16 CPE credits",
        "Date of completion: 14 March 2026",
        "Certificate no. ETI-2026-00417",
    ) == {
        TITLE: "Secure Coding in Practice",
        ISSUER: "Example Training Institute",
        DAY: "2026-03-14",
        CREDITS: "16",
        NUMBER: "ETI-2026-00417",
    }


def test_a_suggestion_says_where_it_was_read() -> None:
    pages = [page("Certificate"), page("Certificate number: AB-1234", "Date: 14 March 2026")]
    told = suggest(pages).fields
    assert {suggestion.page for suggestion in told.values()} == {2}
    number, day = told[NUMBER].box, told[DAY].box
    assert number.bottom <= day.top


def test_a_document_without_words_suggests_nothing() -> None:
    assert suggest([]).fields == {}
    assert suggest([page()]).fields == {}


@pytest.mark.parametrize(
    "heading",
    ["Invoice", "RECHNUNG", "Curriculum Vitae", "Confirmation of Enrolment", "Facture no. 12"],
)
def test_a_paper_that_is_no_certificate_suggests_nothing(heading: str) -> None:
    lines = ("Course: Fire Safety", "Date: 24.11.2025", "8 hours", "Example Services GmbH")
    assert suggested(heading, *lines, "Certificate fee 20.00") == {}
    assert suggested("Autumn programme", *lines) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Date: 05/06/2025"),
        ("Certificate", "Completed on 05/06/2025", "Printed on 06/07/2025"),
        ("Certificate", "in November 2025"),
        ("Certificate", "Valid until 24.11.2028"),
        ("Certificate", "Expires: November 24, 2028"),
        ("Certificate", "gültig bis 24.11.2028"),
        ("Certificate", "Expiration date", "24.11.2028"),
        ("Certificate", "Demo Learner, born 24.11.1990"),
        ("Zertifikat", "geb. am 24.11.1990"),
        ("Certificate", "Printed: 24 November 2025"),
        ("Certificate", "1 May 2024", "3 June 2025"),
        ("Certificate", "has been published in Volume 13 Issue 7, July 2024"),
        ("Certificate", "Law of 24.11.2001, effective 24.11.2001"),
    ],
)
def test_a_day_that_may_be_another_one_is_not_suggested(lines: tuple[str, ...]) -> None:
    assert DAY not in suggested(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Berlin, 24.11.2025"),
        ("Certificate", "11/24/2025"),
        ("Zertifikat", "ausgestellt am 24.11.2025, gültig bis 24.11.2028"),
        ("Certificate", "Issued 24 Nov 2025", "Expires 24 Nov 2028"),
        ("Certificate", "Completed on 24 November 2025", "Issued on 1 December 2025"),
        ("Certificate", "22-24 November 2025", "issued on 1 December 2025"),
        ("Certificate", "vom 10.11.2025 bis 24.11.2025", "Musterstadt, den 01.12.2025"),
        ("Certificate", "Date:\tNovember 24, 2025"),
        ("Certificate", "November 24, 2025", "Date"),
        ("Certificate", "Tuesday 13/01/2026 was the opening", "Completed: 11/24/2025"),
        ("Attestation", "a suivi la formation", "le 24/11/2025", "Fait à Lyon pour valoir"),
        ("Certificate", "Workshop dates: 11/10/2025, 11/17/2025, 11/24/2025"),
    ],
)
def test_the_day_it_was_earned_is_suggested(lines: tuple[str, ...]) -> None:
    assert suggested(*lines)[DAY] == "2025-11-24"


def test_a_numeric_day_is_read_as_the_documents_language_or_another_day_on_it_has_it() -> None:
    french = ("Attestation de formation", "pour le cours du soir, le", "03/12/2025")
    assert suggested(*french)[DAY] == "2025-12-03"
    american = ("Certificate", "Approved 12/31/2025", "Completed 03/12/2025")
    assert suggested(*american)[DAY] == "2025-03-12"


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "15 PDUs / 1.5 CEUs"),
        ("Certificate", "Ethics 2 CPE", "Taxes 3 CPE"),
        ("Certificate", "3 hours per week"),
        ("Certificate", "Score: 85 points"),
        ("Certificate", "200-Hour Yoga Teacher Training"),
        ("Certificate", "for a maximum of 14.5 credits"),
        ("Certificate", "available 24 hours"),
        ("Zertifikat", "an sechs Abenden (6 x 3 UStd.)"),
        ("Certificate", "The next course is worth 5 CPD points"),
    ],
)
def test_credits_that_are_in_doubt_are_not_suggested(lines: tuple[str, ...]) -> None:
    assert CREDITS not in suggested(*lines)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Certificate", "8.00 CPE"), "8"),
        (("Certificate", "CPE Credits:\t2.0"), "2"),
        (("Certificate", "Duration 16 hours, 1.5 CEUs"), "1.5"),
        (("Certificate", "Ethics 2 CPE", "Taxes 3 CPE", "Total CPE: 5"), "5"),
        (("Certificate", "Module one\tHours", "Safety at work\t2", "Fire drills\t2"), "2"),
        (("Zertifikat", "Umfang: 7,5 Zeitstunden"), "7.5"),
    ],
)
def test_credits_are_suggested_as_the_api_takes_them(lines: tuple[str, ...], value: str) -> None:
    assert suggested(*lines)[CREDITS] == value


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Employee ID 00441822"),
        ("Certificate", "License # RN555010"),
        ("Certificate", "Course code: SAF-210"),
        ("Certificate", "Member no. 100200"),
        ("Certificate", "call 555-0100"),
        ("Certificate", "Certificate number: AB-1234", "Certificate number: AB-1235"),
        ("Certificate", "Certificate number:", "24 November 2025"),
        ("Certificate", "Certificate no. one of many"),
        ("Certificate", "Certificate no. AB-12 7X"),
    ],
)
def test_a_number_that_is_not_the_certificates_is_not_suggested(lines: tuple[str, ...]) -> None:
    assert NUMBER not in suggested(*lines)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Certificate", "Certificate No: 4711-A."), "4711-A"),
        (("Certificate", "Certificate ID", "A1B2-C3D4"), "A1B2-C3D4"),
        (("Certificate", "Certification number\tNCP-0048"), "NCP-0048"),
        (
            ("Certificate", "Credential ID 5c0c7c1e-9a43-4d6e-8f0b-1b7d3f7a9e02"),
            "5c0c7c1e-9a43-4d6e-8f0b-1b7d3f7a9e02",
        ),
        (("Zertifikat", "Zertifikat-Nr. 2025/11-0873"), "2025/11-0873"),
        (("Certificate", "Certificate number EX 2025 00731"), "EX 2025 00731"),
        (("Certificate", "Certification no. HE 2025 661204"), "HE 2025 661204"),
        (("Certificate", "Verify at learn.example/verify/QX7RT2LMN48D"), "QX7RT2LMN48D"),
        (("修了証", "証書番号：JM-0260120"), "JM-0260120"),
    ],
)
def test_the_number_is_suggested(lines: tuple[str, ...], value: str) -> None:
    assert suggested(*lines)[NUMBER] == value


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate of Completion", "Demo Learner", "has completed the course", "on 1 May 2025"),
        ("Certificate", "Demo Learner", "attended the following sessions:", "Opening", "Closing"),
        ("Certificate", "Course: Basics", "Course: Welding"),
        ("Certificate", "has completed the course", "Demo Learner"),
        ("Certificate of Attendance", "Demo Learner", "24 November 2025"),
    ],
)
def test_a_title_that_is_in_doubt_is_not_suggested(lines: tuple[str, ...]) -> None:
    assert TITLE not in suggested(*lines)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (
            (
                "Certificate",
                "completed the course",
                "Pump Maintenance and",
                "Energy Audits",
                "on 1 May 2025",
            ),
            "Pump Maintenance and Energy Audits",
        ),
        (
            ("Certificate", "for completing the course “Knots, Bends & Hitches” in May"),
            "Knots, Bends & Hitches",
        ),
        (
            ("Certificate", "who completed Anti-Bribery Essentials (v3.2) on 2025-12-29"),
            "Anti-Bribery Essentials (v3.2)",
        ),
        (("Certificate", "has completed the Canine Behaviour course"), "Canine Behaviour"),
        (
            ("Zertifikat", "hat am Seminar", "Erste Hilfe im Betrieb", "teilgenommen"),
            "Erste Hilfe im Betrieb",
        ),
        (("修了証", "「アジャイル開発入門」研修を修了したことを証明します"), "アジャイル開発入門"),
    ],
)
def test_the_title_is_suggested(lines: tuple[str, ...], value: str) -> None:
    assert suggested(*lines)[TITLE] == value


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Example Academy", "Example University"),
        ("Certificate", "Approved by the Example Board of Nursing for training"),
        ("Certificate", "Demo Institute"),
    ],
)
def test_an_issuer_that_is_in_doubt_is_not_suggested(lines: tuple[str, ...]) -> None:
    assert ISSUER not in suggested(*lines, name="Demo Institute")


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (
            ("Certificate", "Issued by Institute of Arts and Crafts on 1 May 2025"),
            "Institute of Arts and Crafts",
        ),
        (
            ("Certificate", "organised by the Society for Example Studies."),
            "Society for Example Studies",
        ),
        (("Certificate", "Sponsor:\tLedger Learning, LLC"), "Ledger Learning, LLC"),
        (("Certificate", "Example Academy certifies that"), "Example Academy"),
        (("Zertifikat", "Musterschule GmbH, Musterweg 12, 12345 Musterstadt"), "Musterschule GmbH"),
        (("Certificate", "Example University", "Example University"), "Example University"),
    ],
)
def test_the_issuer_is_suggested(lines: tuple[str, ...], value: str) -> None:
    assert suggested(*lines)[ISSUER] == value


@pytest.mark.parametrize(
    "lines",
    [
        ("Demo Learner", "Work experience", "Example Ltd - Stage", "Sales Assistant", "Skills"),
        ("Demo Learner", "Berufserfahrung", "2021 Ausbildung", "Example GmbH", "Sprachkenntnisse:"),
        ("Demo Learner", "EXPÉRIENCES", "STAGE", "Découverte du métier", "Langues"),
        ("On Certificates", "Abstract", "We attended the workshop", "Trees", "1 Introduction"),
        ("Student Transcript", "Course: Algebra", "Completed: 6 March 2025", "Example University"),
        ("Dear Hiring Manager,", "who passed the", "Exam", "at Example University", "Regards"),
        (
            "Workshop",
            *(["Rooms are explored one by one, and only then the whole task is completed."] * 20),
            "Course: A B",
        ),
    ],
    ids=["cv", "cv-de", "cv-fr", "paper", "transcript", "letter", "handout"],
)
def test_what_is_written_for_another_purpose_suggests_nothing(lines: tuple[str, ...]) -> None:
    assert suggested(*lines) == {}


def test_a_letter_that_confirms_attendance_is_read() -> None:
    told = suggested(
        "To whom it may concern:",
        'This letter verifies that you attended the course "Fire Safety".',
    )
    assert told[TITLE] == "Fire Safety"


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Completed Modules:", "Knots", "Ropes"),
        ("Certificate", "has completed", "• Knots • Ropes"),
        ("Certificate", "Section 9", "Passed", "Final", "Completed", "Exam"),
        ("Certificate", 'lessons marked as "completed". The course took 5 hours. "Trees'),
    ],
)
def test_a_part_of_what_it_is_for_is_no_title(lines: tuple[str, ...]) -> None:
    assert TITLE not in suggested(*lines)


def test_a_title_ends_where_the_course_is_told_of() -> None:
    lines = (
        "Certificate",
        "has successfully completed",
        "Soft Skills",
        "online course offered by A",
    )
    assert suggested(*lines)[TITLE] == "Soft Skills"


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Geschäftsführer der Beispiel GmbH"),
        ("Certificate", "a class of Example University", "Sample School of Public Health"),
        ("Certificate", "authorized by Someone and offered through", "Director", "Skills Network"),
    ],
)
def test_whom_a_signature_belongs_to_is_no_issuer(lines: tuple[str, ...]) -> None:
    assert ISSUER not in suggested(*lines)


def test_the_day_of_enrolment_and_hours_of_a_part_are_not_what_was_earned() -> None:
    told = suggested(
        "Certificado", "FECHAYHORADEINSCRIPCIÓN: 30 AGO. 2025", "5 Stunden pro Lektion"
    )
    assert told == {}


def test_the_place_of_credits_holds_their_unit() -> None:
    told = suggest([page("Certificate", "PDUs", "14")]).fields[CREDITS]
    other = suggest([page("Certificate", "14 PDUs")]).fields[CREDITS]
    assert told.value == other.value == "14"
    assert told.box.bottom - told.box.top > other.box.bottom - other.box.top


def test_an_article_is_no_part_of_who_certifies() -> None:
    told = suggested("A Escola Exemplo de Administração certifica que", "Demo Learner")
    assert told[ISSUER] == "Escola Exemplo de Administração"


def test_who_gives_a_course_is_told_whole() -> None:
    told = suggested(
        "Certificate",
        "an online course authorized by Example University and Sample",
        "University and offered through Courses",
    )
    assert told[ISSUER] == "Example University and Sample University"


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "has completed the Example LIFE online course", "Agile Projects"),
        (
            "Certificate",
            "has successfully completed",
            "Example Academy 2025",
            "Course Data Science",
        ),
        ("Certificate", "has successfully completed", "247?-2CI9e0"),
        ("Certificate", "has successfully completed", "Pratiche didattiche per non"),
        ("Certificate", "has successfully completed", "U D"),
        ("Certificate", "Program: Registered Example Provider | Provider ID: #4101"),
        ("Certificate", "Demo Learner", "Student", "HAU - CICT"),
        ("Certificate", "has completed", "Your way through this task shows your passion"),
        ("Certificado", 'participou do curso GESTÃO do "IV Workshop de Redes" realizado em'),
    ],
    ids=["beneath", "course", "code", "cut", "letters", "provider", "label", "sentence", "quoted"],
)
def test_what_does_not_name_it_whole_is_no_title(lines: tuple[str, ...]) -> None:
    assert TITLE not in suggested(*lines)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("curso de PYTHON, no período de 22/10 a 24/10 de 2014, com carga horária", "PYTHON"),
        ("curso HTML: MÓDULO 3 DE 5, com carga horária de 40 horas", "HTML: MÓDULO 3 DE 5"),
        ("curso Uso do Linux, de 25 de junho a 27 de junho, com carga horária", "Uso do Linux"),
    ],
)
def test_a_title_in_a_sentence_ends_where_its_days_begin(line: str, value: str) -> None:
    assert suggested("Certificado", "Certificamos que Demo Learner", line)[TITLE] == value


def test_of_several_certificates_in_one_file_no_title_is_suggested() -> None:
    lines = ("Certificate", "Demo Learner", "has successfully completed")
    pages = [page(*lines, "Cost Management"), page(*lines, "Job Roles")]
    assert TITLE not in suggest(pages, "Demo Learner").fields


@pytest.mark.parametrize(
    "lines",
    [
        ("Certificate", "Demo Learner", "Example Institute of Technology"),
        ("Certificate", "organised by the Example Institute of Technology (EIT), Sampleton"),
        ("Certificate", "Hs/ NORTHERN EXAMPLE BOARD"),
        (
            "Certificate",
            "for a part in a long programme of the batch of 2025 DATA",
            "ANALYST ACADEMY",
        ),
        ("Certificate", "offered by Dr. Example of Sampleton University"),
        ("Certificate", "offered by Board In nity and given to"),
        ("Certificate", "offered by Example Academy, Sampleton Union and Test Fund"),
        ("Certificate", "authorized by University of Example, Sampleton and offered through"),
        ("Certificate", "de la Universidad de Ejemplo, certifica que"),
        ("Certificate", "Demo Learner", "took part", "Instructor", "Example University"),
        ("Certificate", "Private Ltd."),
    ],
    ids=[
        "learner's",
        "cut",
        "scanned",
        "rest",
        "lecturer",
        "letters",
        "several",
        "its place",
        "goes on",
        "signer's",
        "legal form",
    ],
)
def test_a_part_of_a_name_or_where_the_learner_is_from_is_no_issuer(lines: tuple[str, ...]) -> None:
    assert ISSUER not in suggested(*lines)


@pytest.mark.parametrize("amount", ["4h 15m", "4 hours and 15 minutes", "4 h, 15 min", "4h 15'"])
def test_hours_that_go_on_in_minutes_are_not_suggested(amount: str) -> None:
    assert CREDITS not in suggested("Certificate", f"completed {amount} of lessons")


def test_a_number_in_groups_is_suggested_whole_or_not_at_all() -> None:
    assert NUMBER not in suggested("Certificate", "Certificate number: PAR9 FDTHGS 96")


def test_a_statement_of_marks_suggests_nothing() -> None:
    lines = ("SECONDARY SCHOOL CERTIFICATE EXAMINATION - STATEMENT OF MARKS", "Example Board")
    assert suggested(*lines, "Date: 24.11.2025") == {}


@pytest.mark.parametrize(
    "line",
    [
        "in partial fulfillment of the requirements for the degree of Bachelor",
        "This is to certify that Demo Learner was employed as an analyst",
        "COURSE BY COURSE EVALUATION REPORT",
    ],
)
def test_reports_and_letters_of_employers_suggest_nothing(line: str) -> None:
    assert suggested("Certificate", line, "Date: 24.11.2025") == {}


def test_the_day_on_which_a_browser_printed_a_page_is_not_suggested() -> None:
    assert DAY not in suggested("11/26/25, 8:58 AM Credentials", "Certification", "Data Scientist")


def test_a_code_to_verify_the_learner_by_is_not_the_certificates_number() -> None:
    assert NUMBER not in suggested("Certificate", "User Verification Code 6956cc9939ff7e")
