"""The number of a certificate, as it stands behind its label or in the link to verify it."""

import re
from collections.abc import Iterator

from certfolio.domain.reading.labels import labelled
from certfolio.domain.reading.layout import Document, Span
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.told import Told

_OF_WHAT = (
    r"(?:e-?certificate|certificates?|certification|certificat|certificado|certificato|certificaat"
    r"|certifikat\w*|credential|cert\.|cert|zertifikate?s?|urkunden?|bescheinigungs?|teilnahme|zeugnis"
    r"|diploma|diplom|diplome|attestation|attestato|serial|verification|validation|accomplishment"
    r"|verifizierungs?|document|dokument(?:en)?|sertifika|sertifikat|swiadectwa|zaswiadczenia|certyfikatu"
    r"|kursbevis|kursintyg|intygs?|utbildningsbevis|bevis|todistuksen|todistus|osvedceni|badge|validierungs|kontroll"
    r"|verificacion|verificacao|validacao|validacion|verifica|verificatie|achievement|record"
    r"|completion|prufungs?|authenticity|autenticidade|report\sform|tanusitvany|constancia|card|folio"
    r"|удостоверения|сертификата|сертифіката|свидетельства|диплома)"
)
_KIND = (
    r"(?:no|nos|nr|num|number|nummer|id|ids|identifier|code|codigo|codice|numero|numer|nimero"
    r"|n\.?[°o]|\#|numeris|kod|kodu|cislo|c\.|numara(?:si)?|key|szam[a]?|номер|nro|n\.)"
)
_LINK = r"(?:\s?(?:of|de|del|do|du|da|di|des|der|of\scompletion|of\sachievement)\s|\s?-\s?|\s)?"
_ALONE = (
    r"folio|nomor|prufcode|verification\scode|zeugnis-?nr|регистрационныи\sномер"
    r"|证书编号|證書編號|証書番号|証明書番号|修了証番号|認定番号|登録番号|証明番号|证书号|编号|编码"
    r"|(?:no|numero|n\.)\sde\sregistro|informe\so\scodigo|codigo\sde\sautenticidade|수료번호|이수번호|증서번호|발급번호|인증번호|رقم\sالشهادة|رقم\sالشهاده"
)
_LABEL = re.compile(
    rf"(?<!\w)(?:{_OF_WHAT}{_LINK}{_KIND}|{_KIND}{_LINK}(?:l['’]\s?|the\s|la\s|le\s)?{_OF_WHAT}"
    rf"|{_ALONE})(?:(?<=[.#°])|(?<=[\u0600-\u06ff\u3040-\u9fff\uac00-\ud7a3])|(?!\w))"
    r"\.?\s?[:#.]{0,2}"
)
_SOMEBODYS = re.compile(r"(?<!\w)(?:user|student|learner|member|participant)\s$")
_BEFORE = 20
_BARE = re.compile(r"(?:no|nr|n[°o])\.?\s?:?")
_ORDINAL = re.compile(r"(?:第|제)\s?([0-9][0-9-]{2,20})\s?[号號호]")
_VALUE = re.compile(r"#?((?=\S*\d)[^\W_]+(?:[-/._:\N{EN DASH}][^\W_]+){0,8})[.,;)]?")
_ENDS = frozenset(",;.)")
_WITH_DIGITS = re.compile(r"[A-Z\d-]*\d[A-Z\d-]*")
_CAPITALS = re.compile(r"[A-Z\d-]+")
_PREFIX = re.compile(r"[A-Z]{2,8}")
_IN_LINK = re.compile(
    r"\S*?/\S*?(?:verif\w*|certificat\w*|credentials?|cert|validate|validar|check|badges?|share)"
    r"(?:/[a-z][a-z-]{2,24})?/(?P<code>(?=[a-z-]*\d)[a-z\d-]{6,40})/?[.,;]?"
)
_REFERENCE = re.compile(r"(?:our\s)?ref(?:erence)?(?:\s(?:no|nr|number|code|id))?\.?(?=\s?:)")
_SHORTEST_REFERENCE = 6
SHORTEST = 4
"""Characters of a number that is told apart from a count."""

_LONGEST = 60
_MOST_WORDS = 8
_GROUP = re.compile(r"\d{2,10}|(?=\w*\d)[A-Za-z\d]{4}")


def certificate_number(material: Material) -> Told | None:
    """The number of the certificate or the code to verify it by, if it names exactly one."""
    for way in (labelled_numbers, _in_links, _ordinals, _references):
        found = {
            told.value: told for told in way(material) if SHORTEST <= len(told.value) <= _LONGEST
        }
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return None
    return None


def labelled_numbers(material: Material) -> list[Told]:
    """Everything that stands behind the label of a number, however short."""
    document = material.document
    text = document.text
    found = []
    for label in _LABEL.finditer(text.text):
        if _SOMEBODYS.search(text.text, max(0, label.start() - _BEFORE), label.start()):
            continue
        last = text.span(label.start(), label.end()).end - 1
        within = label.end() - text.begin_of(last)
        spans = [Span(last, last + 1)] if within < len(document.folded[last]) else []
        if not spans:
            within = 0
            spans = _behind(document, last)
        for span in spans:
            told = _told(document, span, within)
            if told is not None and not material.words_of_days.issuperset(told.words):
                found.append(told)
                break
    return found or list(_bare(material))


def _bare(material: Material) -> Iterator[Told]:
    """A line that says nothing but "No. 4711-A"."""
    document = material.document
    for line in document.lines:
        first, end = line.span
        if end - first == len(("No.", "4711-A")) and _BARE.fullmatch(document.folded[first]):
            told = _told(document, Span(first + 1, end), 0)
            if told is not None:
                yield told


def _in_links(material: Material) -> Iterator[Told]:
    document = material.document
    for number, word in enumerate(document.folded):
        found = _IN_LINK.fullmatch(word)
        if found:
            said = document.words[number].text.rstrip("/.,;").rpartition("/")[2]
            yield Told(said, (number,))


def _ordinals(material: Material) -> Iterator[Told]:
    document = material.document
    for line in document.lines:
        if found := _ORDINAL.fullmatch(line.text):
            yield Told(found[1], tuple(range(*line.span)))


def _references(material: Material) -> Iterator[Told]:
    for told in labelled(material.document, _REFERENCE):
        value = _VALUE.fullmatch(told.value)
        if value is not None and len(told.value) >= _SHORTEST_REFERENCE:
            yield Told(value[1], told.words)


def _behind(document: Document, last: int) -> list[Span]:
    rest = document.rest_of_line(last + 1)
    if rest.first < rest.end:
        return [rest]
    line = document.lines[document.line_of[last]]
    return [near.span for near in (document.beside(line), document.below(line)) if near]


def _told(document: Document, span: Span, skipped: int) -> Told | None:
    words = list(range(span.first, min(span.end, span.first + _MOST_WORDS)))
    texts = [document.words[word].text for word in words]
    texts[0] = texts[0][skipped:].lstrip(":#")
    while texts and not texts[0].strip(":#.№-\N{EN DASH}"):
        del texts[0], words[0]
    if not texts:
        return None
    said: list[str] = []
    if len(texts) > 1 and _PREFIX.fullmatch(texts[0]) and _VALUE.fullmatch(texts[1]):
        said.append(texts[0])
    value = _VALUE.fullmatch(texts[len(said)])
    if value is None:
        return None
    said.append(value[1])
    while len(said) < len(texts) and _GROUP.fullmatch(said[-1]):
        further = texts[len(said)].rstrip(".,;)")
        if not _GROUP.fullmatch(further):
            break
        said.append(further)
    if _is_cut_short(texts, len(said)):
        return None
    return Told(" ".join(said), tuple(words[: len(said)]))


def _is_cut_short(texts: list[str], taken: int) -> bool:
    """Whether what follows on the line may belong to the number as well."""
    rest = texts[taken:]
    ended = texts[taken - 1][-1] in _ENDS
    in_groups = all(map(_CAPITALS.fullmatch, rest)) and any(map(_WITH_DIGITS.fullmatch, rest))
    return not ended and (in_groups or any(map(_WITH_DIGITS.fullmatch, rest[:1])))
