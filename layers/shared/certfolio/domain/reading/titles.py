"""What a certificate is for."""

import re
from collections.abc import Iterable, Iterator

from certfolio.domain.reading.labels import folded_line, labelled
from certfolio.domain.reading.layout import (
    FROM_THE_RIGHT,
    WITHOUT_BLANKS,
    Document,
    Line,
    compact,
    folded,
    words_of,
)
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.organisations import is_organisation
from certfolio.domain.reading.told import Told

_THING = (
    r"(?:(?:online|short|live|training|professional|continuing|following|certified|virtual|annual|"
    r"e-?learning|education|educational|non-credit|ce|cme|cpe|cpd|cle|one-day|two-day)[\s,-]*)*"
    r"(?:course|class|program|programme|training|workshop|webinar|seminar|session|activity|event|"
    r"lecture\sseries|module|unit|curriculum|certification|lesson|tutorial|conference|bootcamp|"
    r"learning\spath|exam|examination|unit\sof\scompetency|professional\scertificate|"
    r"specialization|action)s?"
)
_ONLY_A_THING = re.compile(_THING)
_LABELS = re.compile(
    r"(?:(?:course|program|programme|activity|event|seminar|workshop|webinar|session|training|class"
    r"|module|exam|test)(?:\s?/\s?\w+)?\s(?:title|name)"
    r"|(?:title|name)\sof\s(?:the\s)?(?:course|program|programme|activity|event|training|seminar)"
    r"|course|program|programme|activity|event|workshop|webinar|seminar|module|exam|test|title"
    r"|badge|training|certification|qualification|award"
    r"|titel|thema|kurs|kurstitel|kursname|seminartitel|lehrgang|veranstaltung|veranstaltungstitel"
    r"|fortbildung|schulung|titel\sder\s(?:veranstaltung|fortbildung)|bezeichnung|modul"
    r"|denominacion|denominazione|designacao|utbildning|kursnamn|opplaering|nazwa\sszkolenia|cursusnaam|试验名|試験名|資格名|検定名|研修会名|활동명|intitule(?:\sde\s(?:la\s|l['’]\s?)?(?:formation|action|stage))?|formation|stage"
    r"|(?:a\ssuivi\s)?l['’]\s?action|curso|nombre\sdel\scurso|titulo|accion\sformativa|corso"
    r"|titolo(?:\sdel\scorso|\sdell['’]\s?evento)?|evento|nome\sdo\scurso|cursus|opleiding|training"
    r"|szkolenie|temat|kurz|nazev\skurzu|kursus|kurstittel|koulutus|kurssi|egitim|egitimin\sadi"
    r"|講座名|コース名|研修名|講習名|受講講座|课程名称|培训项目|培训课程|课程|과정명|교육명|과목명|강좌명"
    r"|название\s(?:курса|программы)|курс|программа|тема)(?:\s?\(s\)|s)?(?=\s?[:;=]|\s?$|(?<=[^\x00-\uffff])|(?<=[\u3040-\u9fff])|(?<=[\uac00-\ud7a3]))"
)
_INTRODUCES = re.compile(
    r"(?<!\w)(?:"
    rf"(?:complet(?:ed|ion\sof|ing)|attend(?:ed|ance\sat|ance\sof|ing|s)|participat(?:ed|ion|ing)\sin"
    rf"|finish(?:ed|ing)|pass(?:ed|ing)|accomplished|undertaken|fulfilled\sthe\srequirements\sof"
    rf"|earned|achieved|grade\sin|requirements\sfor|competent\sin)"
    rf"(?:\s(?:the|a|an|our|all\srequirements\sof\sthe|requirements\sfor\sthe)"
    rf"|\s?,)*(?:\s?{_THING})?(?:\s(?:titled|entitled|called|named|on|in|of|for|as))?"
    r"|titled|entitled|scored\s\S{1,6}\s(?:on|in)(?:\sthe)?|(?:recogni[sz]ed\sas|certified\sas|designated\sas|title\sof|degree\sof|designation\sof"
    r"|qualification\sof|credential\sof)(?:\s(?:a|an|the))?"
    rf"|for\s(?:the|a)\s{_THING}(?:\sof)?"
    r"|(?:hat|haben|am|an\sdem|an\sder|an\sunsere[mr]|(?:an\s)?folgende[mnrs]?|den|die|das|dem|der|zum|zur)\s"
    r"(?:online-?\s?)?(?:veranstaltung|lehrgang|fernlehrgang|kurs|online-kurs|seminar|weiterbildung|fortbildung"
    r"|schulung|workshop|webinar|training|zertifikatslehrgang|prufung\s(?:zum|zur)|tagung|modul"
    r"|ausbildung(?:\szum|\szur)?|onlinekurs)(?:\smit\sdem\stitel|\szum\sthema)?"
    r"|(?:akademischen\sgrad)"
    r"|(?:(?:la|le|une?|au|aux|du|des|cette|ce|de|en)\s|l['’]\s?)(?:formation|stage|cours|programme|seminaire|module|atelier|colloque|congres|journee)(?:\sintitulee?|\sprofessionnelle"
    r"|\sen\sligne|\ssuivante?)?|(?:el|al|del|en\sel)\s(?:curso|taller|seminario|programa|diplomado|congreso|webinar)(?:\sde)?"
    r"|(?:il|al)\s(?:corso|seminario|webinar|percorso|master)(?:\sdi\sformazione)?(?:\sin)?"
    r"|(?:formativo|corso)\sdenominato|o\s(?:curso|treinamento|seminario)(?:\sde)?"
    r"|(?:de|aan\sde|aan\shet)\s(?:cursus|training|workshop|opleiding|webinar)"
    r"|szkoleni[eau](?:\sonline)?|kurs|warsztat(?:y|ach)|kursen|\w{0,15}utbildningen|kurset|koulutuksen|kurssin"
    r"|egitimini|duzenlenen|absolvovani\skurzu|kurz|kurzu|reszt\svett\sa|elvegezte\sa"
    r"|pelatihan|mengikuti|kursus|sebagai\speserta"
    r"|курс|курсу|по\sпрограмме|программе|обучение|семинар|семинаре|σεμιναριο|προγραμμα"
    r"|دورة|برنامج|הקורס|参加|下記の講座を修了したことを証します|の課程を修了|完成"
    r")\s?[:,]?\s*$"
)
_A_THING_ON = re.compile(rf"(?:a|an|the|our)\s(?:\S+\s){{0,3}}{_THING}\s(?:on|about|in|titled)$")
_SEVERAL = re.compile(
    r"(?:sessions|courses|modules|activities|topics|events|lessons|units|exams|tasks|le[ck]tionen"
    r"|inhalte|modulos|cursos|lecciones|den\sfolgenden\s\w+)\s?(?:in|:)?\s?$"
)
_GOES_ON = re.compile(r"(?:the|all|a|an|of|requirements)\s.*|[a-z]+$")
"""What a phrase goes on with in a further line; titles begin with a capital."""

_QUOTED = re.compile(
    r"(?:(?<!\w)\"|[“”„«»‟「『])\s?([^\"“”„«»‟「」『』]{3,200}?)\s?(?:\"(?!\w)|[“”«»‟」』])"
)
_OF_A_THING = re.compile(
    rf"(?:{_THING}|veranstaltung|lehrgang|kurs|seminar|thema|titel|schulung|fortbildung|workshop"
    r"|formation|intitulee?|stage|seminaire|atelier|conference|congreso|jornada|curso|taller|seminario|corso|denominato|titled|entitled|called"
    r"|teilnahme\san|completion\sof|completed|attended|attending|курс|программе|szkolenie)"
    r"[\s:,]*$"
)
_THING_BEHIND = re.compile(
    rf"\s?(?:{_THING}(?!\w)|研修|講座|コース|セミナー|课程|培训|과정|교육|cimu|kurzus|egitim|adli)"
)
_ENDS_WITH_DAY = re.compile(r"\s(?:on|am|le|el|il|em|op|den|dated|,)\s?$")
_INLINE = re.compile(
    rf"(?:completed|attended|passed|completing|attending|completion\sof)\s(?:the\s{_THING}\s|the\s)?"
    r"(?P<title>\S.{2,150}?)$"
)
_PASSED = re.compile(
    r"(?:hat|haben)\s(?:die|den|das|am|an\sdem)\s(?:prufung|kurs|seminar|lehrgang|workshop|test)\s"
    r"(?P<title>\S.{2,100}?)\s(?:erfolgreich|abgelegt|bestanden|besucht|absolviert|abgeschlossen)"
)
_THE_COURSE = re.compile(
    r"(?:complet(?:ed|ion\sof|ing)|attend(?:ed|ing|ance\sat))\s(?:the|our)\s(?P<title>\S.{2,150}?)\s"
    r"(?:course|training|workshop|webinar|seminar|program|programme)\s?[.,]?$"
)
_CLOSES = re.compile(
    r"(?:on|held|in|at|from|with|by|offered|presented|provided|conducted|delivered|dated|date|for|and"
    r"|an|am|vom|von|mit|im|der|durchgefuhrt|erfolgreich|teilgenommen|le|du|organise|dispense|a"
    r"|el|del|celebrado|impartido|con|com|il|dal|della|svolto|realizado|promovido|op|te|den|afholdt"
    r"|w|dnia|o|obsahem|pada|yang|ha|has|was|is|this|awarded|issued|course|a\scourse|an\sonline"
    r"|(?:an?\s)?online\scourse|в\sобъеме|обсягом|cimu|egitimini|omfattande)(?!\w)"
)
_GENERIC = words_of("""
    certificate certificates certification certified of completion achievement attendance
    participation training course professional continuing education development excellence award
    diploma statement accomplishment record transcript uniform competency online program
    programme the and for ce cpe cme cpd cle recognition appreciation merit report score
    confirmation letter verified advanced studies zertifikat urkunde teilnahmebescheinigung
    teilnahmebestatigung teilnahmezertifikat bescheinigung fortbildungsbescheinigung zeugnis
    leistungsnachweis nachweis bestatigung teilnahme abschluss attestation certificat de fin
    formation stage presence suivi realisation diplome certificado constancia asistencia
    participacion aprovechamiento attestato frequenza partecipazione certificato formacao
    conclusao profissional bewijs van deelname certificaat zaswiadczenie swiadectwo certyfikat
    osvedceni potvrzeni kursintyg intyg diplom kursbevis bevis todistus osallistumistodistus
    katilim sertifikasi sertifika sertifikat belgesi tanusitvany oklevel удостоверение
    сертификат сертифікат свидетельство диплом βεβαιωση παρακολουθησησ πιστοποιητικο 修了証 修
    了 証 受講証明書 修了証書 認定証 合格証 培训合格证书 证书 结业证书 수료증 이수증 شهادة اتمام
    شهاده حضور
""")
"""Words of a heading that says no more than what kind of paper it is on."""

_HEADS = words_of("""
    completed completion hours hour date dates credits credit grade grades code score status result
    type duration time location instructor speaker ects cpe ceu points title name module course
    courses no number units level mark marks pass passed expires expiry datum note stunden ort
    punkte duree lieu heures fecha lugar horas
""")
"""What heads the columns of a table."""

_LOOSE_ENDS = words_of("""
    and or of the a an for in to with on at by from und oder der die das fur et ou de la le les du
    des en per non sul sulla nel nella dei delle degli y e o del al para com em no na do da dos das
    con di il i dan untuk ve icin w z v
    в во и на по для с со от к о за из та у
""")
_NO_TITLE = re.compile(
    r"(?i:\b(?:offered|authori[sz]ed|provided|conducted|organi[sz]ed|issued|hosted)\sby\b)"
    r"|^(?:Your?|We|This|These|By|He|She|They|It|Congratulations|Thank|During|Through)\s"
    r"|\bID\s?:|^[a-z]+\b|%|@|//|^\W*$|\.\s[A-Z]\w+\s\w+\s\w+|[^\W\d_]{3}\.\s[A-Z]|[•●▪◦✓]|^[-*]\s"
)
"""What begins small, or says more than one thing, is a part of a sentence."""

_COURSE_OF = re.compile(r"(?:course|class|module|kurs|modul|kursus|curso|corso|cours)\s?:?\s\w")
_A_WORD = re.compile(rf"[^\W\d_]{{3}}|{WITHOUT_BLANKS.pattern}")
_A_CODE = re.compile(r"(?:\S*\d){3}\S*")
_ABOVE = re.compile(
    rf"(?:{_THING}\s(?:was\s)?(?:successfully\s)?completed\s(?:on|by)(?!\w)|cimu\s"
    r"|(?:est|is|was|wird|se|ist)\s(?:hereby\s)?(?:decernee?|awarded|granted|conferred|verliehen"
    r"|otorga|presented)(?!\w))"
)
_IN_ROMANCE = re.compile(
    r"(?:curso|corso|formation|formacao|formacion)\s(?:de\s|di\s)?(?:formac\w+\s|formazione\s)?"
    r"(?:profissional\s|profesional\s)?(?:(?:de|di|em|en|in)\s)?(?P<title>\S.{2,120}?),?\s"
    r"(?:que\sdecorreu|que\sse|promovid\w|realizad\w|com\scarga|con\suna\sduracion|ministrad\w"
    r"|organizad\w|celebrad\w|impartid\w|con\sduracion|com\sa?\s?duracao)"
)
_SAYS_MORE = re.compile(r"[\"“”„«»]|\s[a-z]+[ai]d[oa]s?$")
"""What is quoted within a sentence, or told of what was named, is not what it is called."""

_WHEN = re.compile(
    r",?\s(?:(?:n?[oa]s?|en\s(?:el|los)|de|del|em|entre)\s(?:periodo|dias?)"
    r"|(?:de|del|em|el|entre)\s\d{1,2}(?:/|\sde\s|\sa\s))"
)
"""What goes on behind a title in a sentence, before the words that end it."""

_AS_WHAT = re.compile(
    r"(?<!\w)(?:as|as\s(?:an?|the)|als|como|come|comme|sebagai|olarak|jako|som|в\sкачестве)\s?:?$"
    r"|(?<!\w)(?:number|no|nr|id|numero|nummer)\.?\s?:?$"
)
"""What says in which part somebody took part, or by which number they are known."""

_LARGER = 1.12
_SAME_SIZE, _ABOUT_THE_SIZE = 1.12, 1.25
_CLOSE = 0.9
_MOST_LINES = 3
_MOST_CELLS = 2
_FEWEST_WORDS = 2
"""Words at least that introduce a title beneath a name; a single one tells what is beneath it."""

_LONGEST, _SHORTEST = 200, 3
_LONGEST_PHRASE = 60
_MARKS = ' "“”„«»‟「」『』:;,–—-'


def title(material: Material) -> Told | None:
    """What the certificate is for, by a label, a phrase, quotation marks or where it stands."""
    for way in (
        _behind_labels,
        _in_quotes,
        _behind_phrases,
        _above_phrases,
        _on_one_line,
        _below_the_name,
    ):
        found = {compact(told.value): told for told in way(material)}
        titles = [told for told in found.values() if _is_title(told, material)]
        if titles:
            return titles[0] if len(found) == 1 else None
    return None


def is_generic(text: str) -> bool:
    """Whether a line only says that this is a certificate."""
    return set(text.replace("-", " ").replace("'", " ").split()) <= _GENERIC


def _is_title(told: Told, material: Material) -> bool:
    said = told.value
    words = folded(said).split()
    return (
        _SHORTEST <= len(said) <= _LONGEST
        and _A_WORD.search(said) is not None
        and set(material.learner).isdisjoint(told.words)
        and not is_generic(folded(said))
        and not set(words) <= _HEADS
        and not _ONLY_A_THING.fullmatch(folded(said))
        and not _A_CODE.fullmatch(said)
        and words[-1] not in _LOOSE_ENDS
        and not _NO_TITLE.search(said)
        # In which order the letters of these stand, files do not tell.
        and not FROM_THE_RIGHT.search(said)
    )


def _told(document: Document, words: Iterable[int]) -> Told:
    said = document.words_said(words := tuple(words)).strip(_MARKS)
    if said.endswith(".") and said.count(".") == 1:
        said = said[:-1]
    return Told(said, words)


def _behind_labels(material: Material) -> Iterator[Told]:
    document = material.document
    for told in labelled(document, _LABELS):
        row = document.row(document.lines[document.line_of[told.words[0]]])
        # The next cell of a table's head is no value.
        if len(row) <= _MOST_CELLS and material.words_of_days.isdisjoint(told.words):
            yield Told(told.value.strip(_MARKS), told.words)


def _in_quotes(material: Material) -> Iterator[Told]:
    document = material.document
    text = document.text.text
    for found in _QUOTED.finditer(text):
        before = text[max(0, found.start() - _LONGEST_PHRASE) : found.start()]
        if _OF_A_THING.search(before) or _THING_BEHIND.match(text, found.end()):
            words = tuple(range(*document.text.span(*found.span())))
            # Where nothing stands between words, one of them can be the whole sentence.
            quoted = _QUOTED.search(document.words_said(words))
            yield Told(quoted[1].strip(_MARKS), words) if quoted else _told(document, words)


def _behind_phrases(material: Material) -> Iterator[Told]:
    document = material.document
    found: list[list[Line]] = []
    for line in document.lines:
        text = folded_line(document, line)
        introduces = _INTRODUCES.search(text) or _A_THING_ON.match(text)
        # "completed the three-hour course" is a title where none is set larger beneath it.
        can_introduce = introduces or _THE_COURSE.search(text)
        if can_introduce and not _SEVERAL.search(text):
            first = _first_of_title(material, line)
            # What introduces a title is not set larger than it.
            at_most = _LARGER if introduces else 1 / _LARGER
            if first is not None and line.size < at_most * first.size:
                found.append(_going_on(material, first, line))
    found = [lines for lines in found if lines]
    largest: dict[int, float] = {}
    for first, *_ in found:
        largest[first.page] = max(largest.get(first.page, 0), first.size)
    for lines in found:
        # What pages name apart from each other are several certificates.
        if lines[0].size * _LARGER > largest[lines[0].page]:
            yield _of_lines(document, lines)


def _first_of_title(material: Material, line: Line) -> Line | None:
    """The line beneath a phrase, or beneath what the phrase goes on with."""
    for _ in range(_MOST_LINES):
        below = material.document.below(line) or material.document.following(line)
        if below is None:
            return None
        if not _GOES_ON.match(below.text):
            return below if _can_be_title(material, below) else None
        line = below
    return None


def _of_lines(document: Document, lines: Iterable[Line]) -> Told:
    return _told(document, [word for line in lines for word in range(*line.span)])


def _going_on(material: Material, first: Line, introduction: Line) -> list[Line]:
    """The lines of a title: set alike, close together; none where it may go on otherwise."""
    document = material.document
    lines = [first]
    while len(lines) < _MOST_LINES:
        after = document.below(lines[-1])
        if after is None:
            return lines
        is_alike = 1 / _SAME_SIZE < after.size / first.size < _SAME_SIZE
        is_close = after.box.top - lines[-1].box.bottom <= _CLOSE * first.size
        if not is_close or not _can_be_title(material, after):
            # "Data Science" may go on "with Python" where that is set as large.
            stands_out = is_alike and first.size > _LARGER * introduction.size
            may_go_on = is_close and stands_out and _only_closes(material, after)
            # What a line "Course: …" beneath it names, it is not.
            return [] if may_go_on or _names_another(material, after) else lines
        if not is_alike:
            goes_on = after.text[0].islower() and after.size > first.size
            # How large a few letters are set is not told with certainty by their height.
            alike = 1 / _ABOUT_THE_SIZE < after.size / first.size < _ABOUT_THE_SIZE
            return [] if goes_on or alike else lines
        lines.append(after)
    return lines


def _names_another(material: Material, line: Line) -> bool:
    return _COURSE_OF.match(folded_line(material.document, line)) is not None


def _above_phrases(material: Material) -> Iterator[Told]:
    document = material.document
    for line in document.lines:
        if _ABOVE.match(folded_line(document, line)):
            above = document.above(line)
            larger = above is not None and above.size > _LARGER * line.size
            if above is None or _goes_on_from(document, above):
                continue
            if larger and _can_be_title(material, above):
                yield _of_lines(document, [above])


def _goes_on_from(document: Document, line: Line) -> bool:
    """Whether a line set alike is close above another one."""
    above = document.above(line)
    return (
        above is not None
        and line.box.top - above.box.bottom <= _CLOSE * line.size
        and 1 / _ABOUT_THE_SIZE < above.size / line.size < _ABOUT_THE_SIZE
    )


def _on_one_line(material: Material) -> Iterator[Told]:
    """Titles inside a sentence, up to the day or the word that ends them."""
    document = material.document
    text = document.text.text
    for line in document.lines:
        begin = document.text.begin_of(line.span.first)
        text_of_line = folded_line(document, line)
        course = _THE_COURSE.search(text_of_line)
        if course and _names_it_beneath(material, line):
            course = None
        if found := course or _PASSED.search(text_of_line):
            yield _part(document, begin, found)
    for day in material.days:
        begin = max(0, day.begin - _LONGEST)
        before = text[begin : day.begin]
        ends = _ENDS_WITH_DAY.search(before)
        found = _INLINE.search(before[: ends.start()]) if ends else None
        if found:
            told = _part(document, begin, found)
            if told.value[:1].isupper() and material.words_of_days.isdisjoint(told.words):
                yield told
    for found in _IN_ROMANCE.finditer(text):
        when = _WHEN.search(text, found.start("title"), found.end("title"))
        told = _part(document, 0, found, when.start() if when else None)
        if told.value[:1].isupper() and not _SAYS_MORE.search(told.value):
            yield told


def _names_it_beneath(material: Material, line: Line) -> bool:
    """Whether "completed the online course" goes on with a line that can be a course's name."""
    below = material.document.below(line)
    return below is not None and below.text[0].isupper() and _can_be_title(material, below)


def _part(document: Document, begin: int, found: re.Match[str], end: int | None = None) -> Told:
    end = begin + found.end("title") if end is None else end
    span = document.text.span(begin + found.start("title"), end)
    return _told(document, range(*span))


def _below_the_name(material: Material) -> Iterator[Told]:
    """The line set larger than the one that introduces it, beneath the learner's name."""
    if not material.learner:
        return
    document = material.document
    line = document.lines[document.line_of[min(material.learner)]]
    between = document.below(line)
    if between is None or material.has_day(between):
        return
    is_label = between.span.end - between.span.first < _FEWEST_WORDS
    if is_label or _AS_WHAT.search(folded_line(document, between)):
        return
    first = document.below(between)
    if (
        first is not None
        and min(line.size, first.size) > _LARGER * between.size
        and _can_be_title(material, first)
    ):
        lines = _going_on(material, first, between)
        if lines:
            yield _of_lines(document, lines)


def _can_be_title(material: Material, line: Line) -> bool:
    text = folded_line(material.document, line)
    return not (_CLOSES.match(text) or _says_something_else(material, line, text))


def _only_closes(material: Material, line: Line) -> bool:
    """Whether a line is no title for its first word alone."""
    text = folded_line(material.document, line)
    return bool(_CLOSES.match(text)) and not _says_something_else(material, line, text)


def _says_something_else(material: Material, line: Line, text: str) -> bool:
    return (
        is_generic(text)
        or material.names_the_learner(line)
        or material.has_day(line)
        or is_organisation(line.text, text)
        or material.has_credits(line)
    )
