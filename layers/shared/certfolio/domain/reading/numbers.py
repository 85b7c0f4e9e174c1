"""The number of a certificate, as it stands behind its label."""

import re

from certfolio.domain.reading.layout import Document, Span
from certfolio.domain.reading.told import Told

_OF_WHAT = (
    r"(?:certificate|certification|certificat|certificado|certificato|certificaat|certifikat\w*"
    r"|credential|cert|zertifikats?|urkunden?|bescheinigungs?|nachweis|teilnahme|diploma|diplom"
    r"|diplome|attestation|attestato|attest|licen[cs]e|registration|registro|serial|verification"
    r"|validation|verifizierungs?|prufungs?|document|dokument|sertifika|swiadectw[oa]|zaswiadczeni[ea]"
    r"|intyg|bevis|todistus\w*|osvedceni|credly|badge|validierungs|kontroll|verificacion|verificacao"
    r"|verifica|verificatie|folio|protokoll|completion|course\scompletion)"
)
_KIND = (
    r"(?:no|nos|nr|num|number|nummer|id|ids|identifier|code|codigo|codice|numero|numer|nimero|n[°ºo]|№|#"
    r"|kod|kodu|cislo|numara(?:si)?|numurs|key|ref(?:erence)?|szam[a]?|номер|nro|n\.)"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:{_OF_WHAT}[\s-]?(?:(?:of\scompletion|of\sachievement|de|del|di|du|da)\s)?"
    rf"{_KIND}|{_KIND}\s?(?:de|del|du|di|da|of|do|des)?\s?(?:l['’])?(?:the\s|la\s|le\s)?"
    rf"{_OF_WHAT}|证书编号|證書編號|証書番号|証明書番号|修了証番号|認定番号|登録番号|番号|编号"
    rf"|수료번호|رقم\sالشهادة)\.?\s?[:：#.]{{0,2}}"
)
_VALUE = re.compile(r"#?((?=\S*\d)[^\W_]+(?:[-/._:][^\W_]+){0,8})[.,;)]?")
SHORTEST = 4
"""Characters of a number that is told apart from a count."""

_LONGEST = 60
_GROUP = re.compile(r"\d{3,5}|(?=\w*\d)[a-z\d]{4}")


def certificate_number(document: Document) -> Told | None:
    """The number of the certificate or the code to verify it by, if it names exactly one."""
    found = {
        told.value: told
        for told in labelled_numbers(document)
        if SHORTEST <= len(told.value) <= _LONGEST
    }
    return next(iter(found.values())) if len(found) == 1 else None


def labelled_numbers(document: Document) -> list[Told]:
    """Everything that stands behind the label of a number, however short."""
    text = document.text
    found = []
    for label in _LABEL.finditer(text.text):
        last = text.span(label.start(), label.end()).end - 1
        if text.begin_of(last) + len(document.folded[last]) > label.end():
            glued = _told(document, Span(last, last + 1), label.end() - text.begin_of(last))
            if glued is not None:
                found.append(glued)
            continue
        for span in _behind(document, last):
            if (told := _told(document, span)) is not None:
                found.append(told)
                break
    return found


def _behind(document: Document, last: int) -> list[Span]:
    rest = document.rest_of_line(last + 1)
    if rest.first < rest.end:
        return [rest]
    line = document.lines[document.line_of[last]]
    return [near.span for near in (document.beside(line), document.below(line)) if near]


def _told(document: Document, span: Span, skipped: int = 0) -> Told | None:
    word = document.words[span.first].text[skipped:].lstrip(":#：")
    words = [span.first]
    if not word and span.first + 1 < span.end:
        words = [span.first + 1]
        word = document.words[words[0]].text
    value = _VALUE.fullmatch(word)
    if value is None:
        return None
    said = value[1]
    if _GROUP.fullmatch(said.lower()):
        for number in range(words[-1] + 1, span.end):
            further = document.words[number].text.rstrip(".,;)")
            if not _GROUP.fullmatch(further.lower()):
                break
            words.append(number)
            said = f"{said} {further}"
    return Told(said, tuple(words))
