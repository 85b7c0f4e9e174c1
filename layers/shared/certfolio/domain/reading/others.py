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
    r"|bulletin\sd['’]\s?inscription|factura|recibo|presupuesto|fattura|ricevuta|preventivo|fatura"
    r"|factuur|offerte|faktura|lasku|faktuur|请款单|发票|請求書|領収書|영수증)(?!\w)"
)
_MOST_WORDS = 5
_SAYS_SO = re.compile(
    r"certif|certyf|declara|reconocimiento|asist|otorga|presen[cz]|deelname|deelgenomen|utbildning|abgeschlossen|fullfort|genomfort|gjennomfort|genomgatt|karakterutskrift|eksamen|sertif|zertif|szertif|bescheinig|bestatig|attest|diplom|urkunde|zeugnis|nachweis|complet"
    r"|particip|attend|award|teilnahme|teilgenommen|teilnehm|absolv|bestanden|credential|badge|licen"
    r"|transcript|achiev|conferred|passed|accomplish|constancia|acredita|frequenza|partecip|bewijs"
    r"|zaswiadcz|swiadect|osvedc|potvr|adever|kursintyg|intyg|bevis|todistus|belge|katilim|tanusitv"
    r"|oklevel|spricevalo|udostoverenie|chung\snhan|qualification|exam(?:ination|en)?(?!\w)|score\sreport|test\sreport"
    r"|сертиф|удостоверен|свидетельств|диплом|посвідчен|βεβαιωσ|πιστοποι|修了|合格|証|证|證|결업|수료|이수"
    r"|شهاد|داهش|מתעוד|תעוד"
)


def is_something_else(document: Document) -> bool:
    """Whether a document calls itself an invoice or the like, or says nothing of a certificate."""
    if not _SAYS_SO.search(document.text.text):
        return True
    return any(
        line.span.end - line.span.first <= _MOST_WORDS
        and _HEADING.match(folded_line(document, line))
        for line in document.lines
    )
