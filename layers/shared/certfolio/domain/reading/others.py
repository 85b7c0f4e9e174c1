"""Papers that say much of what certificates say, and are none."""

import re

from certfolio.domain.reading.labels import folded_line
from certfolio.domain.reading.layout import Document

_HEADING = re.compile(
    r"(?:tax\s|pro\s?forma\s|commercial\s|sales\s|e-)?(?:invoice|receipt|quotation|quote|estimate|order"
    r"\sconfirmation|purchase\sorder|payment\sconfirmation|booking\sconfirmation|curriculum\svitae|cv"
    r"|resume|course\scatalogue?|syllabus|agenda|minutes|newsletter|protokoll|proces-verbal|compte\srendu|acta|verbale|notulen|price\slist|terms\sand\sconditions|registration"
    r"\sconfirmation|confirmation\sof\s(?:enrolment|enrollment|registration|booking|order)"
    r"|enrol?lment\sconfirmation|rechnung|quittung|angebot|auftragsbestatigung|anmeldebestatigung"
    r"|lebenslauf|arbeitszeugnis|letter\sof\srecommendation|reference\sletter|kursprogramm|facture|devis|recu|confirmation\sd['’]\s?inscription|convocation"
    r"|(?:official|unofficial|academic|student)\stranscript|transcript\sof\s(?:academic\s)?records?"
    r"|(?:statement\sof\s)?academic\srecord|statement\sof\smarks|mark\s?sheet|notenspiegel"
    r"|leistungsubersicht|releve\sde\snotes|historico\sescolar|expediente\sacademico"
    r"|bulletin\sd['’]\s?inscription|factura|recibo|presupuesto|fattura|ricevuta|preventivo|fatura"
    r"|factuur|offerte|faktura|lasku|faktuur|请款单|发票|請求書|領収書|영수증)(?!\w)"
)
_REPORTS = re.compile(
    r"(?<!\w)in\spartial\sfulfil|(?<!\w)(?:was|were|has\sbeen|have\sbeen)\semployed(?!\w)"
    r"|(?<!\w)evaluation\sreport(?!\w)"
)
"""What reports of students, employers and those who evaluate foreign degrees say."""

_MARKS = re.compile(r"(?:statement\sof\smarks|mark\s?sheet|grade\s(?:sheet|card))$")
_MOST_WORDS = 5
_SECTIONS = re.compile(
    r"(?:\d{1,2}\.?\s|[ivx]{1,4}\.\s)?(?:(?:work|professional|internship|teaching|research|relevant)\s"
    r"experiences?|(?:un)?employment(?:\shistory)?|(?:work\s)?experiences?|education(?:\sand\s\w+)?"
    r"|(?:technical|soft|key|core|other|special)?\s?skills(?:\s(?:and|&)\s\w+)?|languages?"
    r"|(?:personal|selected|academic|side|notable|key)?\s?projects|interests|hobbies|references"
    r"|publications|(?:honou?rs|awards)(?:\s(?:and|&)\s\w+)?|volunteer(?:ing)?(?:\sexperience)?"
    r"|(?:personal|professional|career)?\s?(?:profile|summary|objective)|personal\sdetails|about\sme"
    r"|(?:relevant\s)?coursework|extracurricular(?:\sactivities)?|certifications?(?:\sand\s\w+)?"
    r"|berufserfahrung|ausbildung|beruflicher\swerdegang|schulbildung|(?:sprach)?kenntnisse|sprachen"
    r"|fahigkeiten|personliche\sdaten|interessen|praktika|kurzprofil|hobbys"
    r"|experiences?\sprofessionnelles?|formations?|diplomes|competences|langues|loisirs|profil"
    r"|centres\sd['’]\s?interets?|projets|experiencia(?:\s(?:laboral|profes\w+))?|educacion"
    r"|(?:formacion|formacao)(?:\sacademica)?|habilidades|aptitudes|idiomas|proyectos|perfil|projetos"
    r"|experiencias?\sprofissiona(?:l|is)|competencias|objetivo|esperienz[ae](?:\s\w+)?|competenze"
    r"|istruzione(?:\se\sformazione)?|lingue|egitim|(?:is\s)?deneyim(?:i|ler)?|yetenekler|beceriler"
    r"|diller|projeler|referanslar|doswiadczenie|wyksztalcenie|umiejetnosci|jezyki|werkervaring"
    r"|опыт(?:\sработы)?|образование|навыки|языки"
    r"|abstract|introduction|related\swork|method(?:s|ology)|results|discussions?|conclusions?"
    r"|acknowledge?ments?|bibliography|appendix|keywords|(?:table\sof\s)?contents|prerequisites"
    r"|grading(?:\spolicy)?|office\shours|textbooks?|course\s(?:description|objectives|schedule)"
    r")\s?:?"
)
"""What heads the parts of what somebody writes of a career, of research or for a class."""

_FEWEST_SECTIONS = 2
_GREETING = re.compile(
    r"dear\s|to\swhom\sit\smay\sconcern|sehr\sgeehrte|madame,\smonsieur|estimad[oa]|prezad[oa]"
    r"|gentile\s|geachte"
)
_CONFIRMS = re.compile(
    r"attend(?:ed|ing)|have\scompleted|teilgenommen|certif|verif|confirm|attest|bestatig|bescheinig|acredit|conferm|bevestig"
)
_SAYS_SO = re.compile(
    r"certif|certyf|declara|reconocimiento|asist|otorga|presen[cz]|deelname|deelgenomen|utbildning|abgeschlossen|fullfort|genomfort|gjennomfort|genomgatt|karakterutskrift|eksamen|sertif|zertif|szertif|bescheinig|bestatig|attest|diplom|urkunde|zeugnis|nachweis|complet"
    r"|particip|attend|award|teilnahme|teilgenommen|teilnehm|absolv|bestanden|credential|badge|licen"
    r"|transcript|achiev|conferred|passed|accomplish|constancia|acredita|frequenza|partecip|bewijs"
    r"|zaswiadcz|swiadect|osvedc|potvr|adever|kursintyg|intyg|bevis|todistus|belge|katilim|tanusitv"
    r"|oklevel|spricevalo|udostoverenie|chung\snhan|qualification|exam(?:ination|en)?(?!\w)|score\sreport|test\sreport"
    r"|сертиф|удостоверен|свидетельств|диплом|посвідчен|βεβαιωσ|πιστοποι|修了|合格|証|证|證|결업|수료|이수"
    r"|شهاد|داهش|מתעוד|תעוד"
)

_LONG = 250
"""Words of what is read in more than one go, and has a heading."""

_CALLED = re.compile(
    r"certif\w*[^s\W](?!\w)|certyf|sertif|zertifikat(?!e)|diplom|urkunde|bescheinig|bestatig|attest"
    r"|zeugnis|nachweis|constancia|bewijs|bevis|intyg|todistus|zaswiadcz|swiadect|osvedc|potvrz|belge"
    r"|adever|tanusitv|oklevel|(?:statement|record|letter|verification|proof)\sof|transcript|award"
    r"|удостовер|свидетел|сертиф|βεβαιωσ|πιστοποι|証|证|證|수료|이수|شهاد|داهش|מתעוד|תעוד"
)
"""What the heading of a certificate calls it; more than one of them head a part of a career."""


def is_something_else(document: Document) -> bool:
    """Whether a document calls itself something else, is built or begins like it, or is none."""
    text = document.text.text
    if not _SAYS_SO.search(text) or _REPORTS.search(text):
        return True
    short = [
        folded_line(document, line)
        for line in document.lines
        if line.span.end - line.span.first <= _MOST_WORDS
    ]
    sections = {line for line in short if _SECTIONS.fullmatch(line)}
    is_long = len(document.words) > _LONG
    return (
        (is_long and not any(_CALLED.search(line) for line in short))
        or any(_HEADING.match(line) for line in short)
        or any(_MARKS.search(folded_line(document, line)) for line in document.lines)
        or len(sections) >= _FEWEST_SECTIONS
        or (any(_GREETING.match(line) for line in short) and not _CONFIRMS.search(text))
    )
