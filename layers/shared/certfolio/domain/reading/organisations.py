"""Names of organisations."""

import re

from certfolio.domain.directory import without_accents
from certfolio.domain.reading.layout import words_of

_KINDS = re.compile(
    r"(?<!\w)(?:universi(?:ty|dad|dade|ta|te|tat|teit|tet|tetet|tate|tatea|teti|tesi|ti|zita)|college|(?:hoch|ober|"
    r"volkshoch|fach|fern)?schule|\w*hogskolan?|hogskole|hogeschool|schools?|\w*akademi(?:e|n|et|a)?"
    r"|academ(?:y|ia|ie)|accademia|institut(?:e|o|et|ion)?|istituto|\w+institut|association|society"
    r"|societa|colegio|ordine|ordre|societe|sociedad|sociedade|associacao|asociacion|associazione|ayuntamiento|mairie|landratsamt|foundation|council|guild|\w*kammer|centre|center|centrum|centro|zentrum|\w*zentrum"
    r"|osrodek|verein|\w*verband|board|forum|network|federation|organi[sz]ation|polytechnic"
    r"|gesellschaft|stiftung|stichting|fundacion|comite|fondation|fondazione|fundacja|escuela|escola|ecole"
    r"|scuola|ente|koulutuskeskus|\w*opisto|merkezi|egyetem|kozpont|\w+kozpont|lembaga|yayasan"
    r"|faculty|hospital|ministry|ministerium|agency|services|collaborative|partners|initiative|labs|clubs?|udruga|udruzenje|asociatia|trung\stam|laboratory|centrul|spolocnost|spolek"
    r"|университет|институт|центр|академия|академія|школа|κεντρο|πανεπιστημιο|ινστιτουτο|ακαδημια)"
    r"(?!\w)|大学|学校|学院|協会|协会|会社|センター|中心|機構|機関|研究所|교육원|대학교?|협회|학원"
    r"|معهد|جامعة|اكاديمية|مركز|جامعه"
)
_LEGAL = re.compile(
    r"(?<!\w)(?:inc|llc|l\.l\.c|ltd|limited|plc|corp|corporation|gmbh|ggmbh|mbh|e\.\s?v|kg|s\.?\s?r\.?\s?l"
    r"|s\.\s?p\.\s?a|spa|sarl|sas|s\.a|s\.l|lda|ltda|s\.\s?r\.\s?o|sp\.\sz\s?o\.\s?o|a\.\s?s|aps|a/s"
    r"|ab|oy|as|b\.v|n\.v|bv|nv|kft|zrt|bt|a\.\s?c|cic|c\.i\.c|srl|doo|d\.o\.o|eood|ood|ou|pty|pte|ооо|ано)\.?$"
)
_SENTENCE = re.compile(
    r"(?<!\w)(?:is|are|was|has|have|been|be|this|that|certif\w*|approved|accredited|completed|attended"
    r"|awarded|hereby|your|you|we|verify|visit|valid|hat|ist|wurde|wird|bescheinigt|bestatigt|dass"
    r"|que|atteste|attesta|che|certifica|otorga|verklaart|bekrefter|intygar|verleiht|signed|date"
    r"|chief|officer|ceo|cto|cfo|founder|co-founder|coordinator|coordenador\w*|coordinador\w*|professor|prof|rector|reitor\w*"
    r"|geschaftsfuhr\w*|leiter\w*|inhaber\w*|vorstand|vorsitzende\w*|prasident\w*|dekan\w*|presidente|directeur|directrice|gerente|responsable"
    r"|head|director|direttore|directora|manager|president|chair|dean|instructor|trainer|department"
    r"|office|leitung|fachbereich|faculty|by|registered|no|nr|id|license|member|provider|sponsor"
    r"|page|www|http|https|committee|rektor|registrar|number|course|certificate|zertifikat)(?!\w)"
    r"|^\d{1,2}\s?[.)]|\d{4}|[參参]加|本中心|本校|茲|兹"
)
_SMALL = words_of(
    "at of for and the on in de del della delle dei degli di do da das dos du des la le les l"
    " d et e y"
    " i en der die das den dem und von zu am im an für van voor het och för av og på til a al el"
    " z w i dla ve için pro o"
)
"""What is written small within the name of an organisation."""

_PLAIN = words_of(
    "university college school academy akademie institute institut association society foundation"
    " council guild centre center board forum network federation organisation organization faculty"
    " hospital ministry agency services partners initiative labs clubs club laboratory verein"
    " the of for and private pvt public limited ltd inc llc plc corp gmbh"
)
"""Words that name a kind of organisation, and none by themselves."""

_AT_THE_END = words_of(
    "school schools college hospital board forum network services partners agency labs laboratory"
    " club clubs center centre society council guild association foundation academy initiative"
    " federation collaborative organisation organization faculty ministry university institute"
)
"""Words that end the name of an organisation in English; what goes on behind them is a subject."""

_ENDS = re.compile(r"$|[\s,;:.)]*$|\s(?:of|for|in|at|on|de|des|du|d['’])(?!\w)|\s?[,(&]")
_MOST_WORDS = 9
_LONGEST = 100


def is_organisation(text: str, folded: str) -> bool:
    """Whether a text is the name of an organisation and nothing else.

    Parameters
    ----------
    folded
        The same in the form in which it is compared.
    """
    said = folded.strip(" ,;:")
    if len(said.split()) > _MOST_WORDS or len(text) > _LONGEST:
        return False
    if any(mark in said for mark in ("@", ":", "_", "·", "•", "|", "//", "/ ", " /")):
        return False
    if not can_be_name(text):
        return False
    words = [word.strip(".,") for word in said.split()]
    of_its_own = [word for word in words if word[:1].isalpha() and word not in _PLAIN]
    return bool(of_its_own) and named_as_one(said) and not _SENTENCE.search(said)


def can_be_name(text: str) -> bool:
    """Whether nothing but small words of a name is written small."""
    has_cases = text != text.swapcase()
    return not has_cases or all(_can_be_in_name(word) for word in text.split())


def _can_be_in_name(word: str) -> bool:
    small = word.islower() and word.isalpha()
    return not small or word in _SMALL or _KINDS.fullmatch(without_accents(word)) is not None


def named_as_one(text: str) -> bool:
    """Whether folded text has a word that names a kind of organisation or its legal form."""
    return is_legal_form(text) or any(
        found[0] not in _AT_THE_END or _ENDS.match(text, found.end())
        for found in _KINDS.finditer(text)
    )


def is_legal_form(text: str) -> bool:
    """Whether folded text ends with the legal form of a company or an association."""
    return _LEGAL.search(text.rstrip(" ,;:")) is not None
