"""Who issued a certificate."""

import re
from collections.abc import Iterator

from certfolio.domain.reading.labels import folded_line, labelled
from certfolio.domain.reading.layout import Document, Line, compact, folded
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.organisations import (
    can_be_name,
    is_legal_form,
    is_organisation,
    named_as_one,
)
from certfolio.domain.reading.told import Told
from certfolio.domain.renditions import SCALE

_LABELS = re.compile(
    r"(?:course\sprovider|issued\sby|issuer|issuing\s(?:organi[sz]ation|authority|body)|offered\sby|provided\sby"
    r"|provider(?:\sname)?|sponsor(?:\sname)?|training\sprovider|organi[sz](?:er|ed\sby)"
    r"|conducted\sby|hosted\sby|delivered\sby|institution|school|accredited\sprovider"
    r"|anbieter|veranstalter|aussteller|herausgeber|trager|kursanbieter|bildungstrager"
    r"|organisme(?:\sde\sformation)?|etablissement|ente(?:\sorganizzatore)?|organizador|entidad"
    r"|instituicao|aanbieder|organisatie|organizator|poradatel|arrangor|utbildningsanordnare|kursarrangor|entidad\s(?:impartidora|organizadora|formadora)|examining\sbody|certification\sbody|awarding\sbody|training\scent(?:re|er)|jarjestaja|duzenleyen"
    r"|発行者|発行元|主催|発行機関|发证单位|主办单位|颁发机构|颁证机构|교육기관|발급기관|организатор)"
    r"(?=\s?[:;=]|\s?$|(?<=[\u3040-\u9fff])|(?<=[\uac00-\ud7a3]))"
)
_BY = re.compile(
    r"(?<!\w)(?:authori[sz]ed\sby|issued\sby|offered\sby|provided\sby|hosted\sby|delivered\sby"
    r"|conducted\sby|organi[sz]ed\sby|given\sby|developed\sby|awarded\sby|presented\sby"
    r"|ausgestellt\svon|durchgefuhrt\svon|veranstaltet\svon|angeboten\svon|delivre\spar"
    r"|dispensee?\spar|organisee?\spar|impartido\spor|organizado\spor|promovido\spel[ao]"
    r"|organizzato\sda|erogato\sda|verzorgd\sdoor|georganiseerd\sdoor|diselenggarakan\soleh"
    r"|afholdt\saf|arrangeret\saf|anordnad\sav|zorganizowane\sprzez|vydal[ao]?"
    r"|organisme\sde\sformation|il\sprovider|hierbij\s(?:verklaart|bevestigt))\s(?:the\s|la\s|die\s|der\s|l['’]\s?)?"
)
_ENDS = re.compile(
    r"\s(?:and\s(?:offered|is|was|has|the|delivered)|in\s(?:partnership|collaboration|cooperation"
    r"|association)|on|from|via|through|with|vom|(?:am|le|el|il|op|den|du|em|pada|in)\s(?=\d)"
    r"|pada\stanggal|dat|dass|que|che|that|an\sonline)(?!\w)|(?<=[^\W\d_]{4})\.(?:\s|$)|[;(]"
    r"|,(?!\s(?:inc|llc|ltd|l\.l\.c|s\.|gmbh|a\.s|lda))"
)
_GOES_ON_BEHIND = re.compile(r"\s?\([^()]{1,20}\),?\s(?!and\s|in\s|on\s|with\s|from\s)\w")
"""Of "the Institute of X (IX), Y" the place is a part of the name."""

_ONE_OF_SEVERAL = re.compile(r",\s[^,.;:()]{2,60}\sand\s")
"""Of "by A, B and C" all three give it, and "by A, Y and offered by" names a place with it."""

_SUBJECT = re.compile(
    r"(?:hereby\s)?(?:certifies|confirms|attests|awards|grants|certify)(?:\s(?:hereby\s)?that|\s?$)"
    r"|(?:hereby\s)?bescheinigt|bestatigt|verleiht|zertifiziert|certifie\sque|atteste\sque|decerne"
    r"|certifica(?:\sque|\sche)?|otorga|attesta|certifica\sque|verklaart|bekrefter|bekraefter"
    r"|intygar|bekraftar|zaswiadcza|todistaa|настоящим"
)
_PROVIDES = re.compile(
    r"is\s(?:an?\s)?(?:approved|accredited|registered|recogni[sz]ed)\s(?:by|as|to)\s"
)
_NO_PROVIDER = re.compile(
    r"(?:this|the\s(?:course|activity|program)|course|activity|it|which|and|that|program)(?!\w)"
)
_ARTICLE = re.compile(
    r"(?:hierbij\s(?:verklaart|bevestigt)\s|el\s|la\s|die\s|der\s|das\s|le\s|[ao]\s)?"
)
_SEPARATORS = re.compile(r"\s[·•|\N{EN DASH}\N{EM DASH}]\s")
_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}\.)\s(?=[A-Z])")
_NO_ISSUER = re.compile(
    r"^(?:Dr|Prof|Mr|Mrs|Ms)\.?\s|[^\W\d_]{3}\.\s[A-Z][a-z]+\s[a-z]|^[a-z]+\s|^\d+\b|^\W*$|@|//|(?:\s(?:and|of|the|und|et|de|der))$"
)
_LEGAL_FORM = re.compile(r",\s(?:inc|llc|l\.l\.c|ltd|limited|plc|s\.|lda|gmbh|a\.s)")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_LONGEST, _SHORTEST = 120, 3
_MOST_WORDS = 8
_ALIKE = 1.12
_UPPER_PART = SCALE // 3
_MARKS = ' "“”„:;,–—-'


def issuer(material: Material, title: Told | None) -> Told | None:
    """Who issued the certificate, if it says so or names exactly one organisation.

    Parameters
    ----------
    title
        What the certificate is for, which issues nothing.
    """
    used = set(material.learner) | set(title.words if title else ())
    for way in (_behind_labels, _behind_phrases, _before_verbs, _standing_alone):
        found = {
            compact(told.value): told
            for told in way(material)
            if _SHORTEST <= len(told.value) <= _LONGEST
            and used.isdisjoint(told.words)
            and not _NO_ISSUER.search(told.value)
        }
        if found:
            told = next(iter(found.values()))
            doubtful = way is _standing_alone and _can_be_another(material, told.value)
            return None if len(found) > 1 or doubtful else told
    return None


def _behind_labels(material: Material) -> Iterator[Told]:
    for told in labelled(material.document, _LABELS):
        name = _NEXT_SENTENCE.split(told.value)[0]
        if not _NO_ISSUER.search(name):
            yield Told(_clean(name), told.words)


def _behind_phrases(material: Material) -> Iterator[Told]:
    document = material.document
    text = document.text.text
    alone = {compact(line.text) for line in document.lines}
    for phrase in _BY.finditer(text):
        rest = text[phrase.end() : phrase.end() + _LONGEST]
        ends = _ENDS.search(rest)
        first = document.text.span(phrase.end(), phrase.end() + 1).first
        end = phrase.end() + (ends.start() if ends else len(rest))
        line = document.lines[document.line_of[first]]
        last = document.text.span(phrase.end(), end).end
        # "… by this and\nthat institute and offered through …" says itself where a name ends.
        goes_on = ends is not None and ends[0].startswith(" and ")
        words = tuple(range(first, last if goes_on else min(last, line.span.end)))
        told = Told(_clean(document.words_said(words)), words)
        said = " ".join(document.folded[word] for word in words).strip(_MARKS + ".")
        # What is no organisation by its words is one where it stands by itself as well.
        if ends is not None and _GOES_ON_BEHIND.match(rest, ends.start()):
            continue
        if ends is not None and _ONE_OF_SEVERAL.match(rest, ends.start()):
            continue
        is_one = named_as_one(said) or compact(told.value) in alone
        if is_one and can_be_name(told.value):
            yield told


def _before_verbs(material: Material) -> Iterator[Told]:
    """The subject of "… certifies that" and of "… is approved as a provider"."""
    document = material.document
    for line in document.lines:
        text = folded_line(document, line)
        verb = _SUBJECT.search(text)
        if verb is not None and verb.start():
            start = _end_of_article(text)
            told = _subject(document, line, text, start, verb.start())
            if told is not None and named_as_one(folded(told.value)):
                yield told
    for line in document.lines:
        text = folded_line(document, line)
        provides = _PROVIDES.search(text)
        if provides is not None and provides.start() and not _NO_PROVIDER.match(text):
            told = _subject(document, line, text, 0, provides.start())
            if told is not None and len(told.words) <= _MOST_WORDS and told.value[0].isupper():
                yield told


def _end_of_article(text: str) -> int:
    article = _ARTICLE.match(text)
    return article.end() if article else 0


def _subject(document: Document, line: Line, text: str, start: int, end: int) -> Told | None:
    first = line.span.first + text.count(" ", 0, start)
    last = line.span.first + text.count(" ", 0, end)
    words = tuple(range(first, last))
    said = _clean(document.words_said(words))
    return Told(said, words) if said else None


def _standing_alone(material: Material) -> Iterator[Told]:
    document = material.document
    for line in document.lines:
        if material.has_day(line) and not _SEPARATORS.search(line.text):
            continue
        if _ends_prose(document, line) or not _can_stand_for_itself(material, line):
            continue
        at = line.span.first
        for part in _SEPARATORS.split(line.text):
            length = len(part.split())
            name, comma, _ = part.partition(", ")
            # Behind a comma there is an address, or a part of the organisation, or its whole.
            said = name if comma and is_legal_form(folded(name)) else part
            whole = said == name or _LEGAL_FORM.match(folded(part)[len(folded(name)) :])
            if whole and is_organisation(said, folded(said)):
                yield Told(_clean(said), tuple(range(at, at + len(said.split()))))
            at += length + 1


def _can_stand_for_itself(material: Material, line: Line) -> bool:
    """Whether a line is a letterhead: beneath names it tells where learners and signers are from.

    Who has a legal form gives its name elsewhere as well, but not beneath the learner's.
    """
    document = material.document
    above = document.above(line)
    if above is not None and material.names_the_learner(above):
        return False
    if is_legal_form(folded_line(document, line)):
        return True
    if not material.learner:
        return line.box.top < _UPPER_PART
    name = document.lines[document.line_of[min(material.learner)]]
    return (line.page, line.box.top) < (name.page, name.box.top)


def _ends_prose(document: Document, line: Line) -> bool:
    """Whether a line is the rest of a sentence that begins in the one above it."""
    above = document.above(line)
    return (
        above is not None
        and len(above.text.split()) > _MOST_WORDS
        and line.box.top - above.box.bottom < line.size
        and 1 / _ALIKE < above.size / line.size < _ALIKE
    )


def _can_be_another(material: Material, name: str) -> bool:
    """Whether somebody else is said to give it, or any line names another organisation."""
    document = material.document
    lines = (folded_line(document, line) for line in document.lines)
    return _BY.search(document.text.text) is not None or any(
        compact(name) not in compact(line) and named_as_one(line) for line in lines
    )


def _clean(said: str) -> str:
    return _FULL_STOP.sub("", said.strip(_MARKS))
