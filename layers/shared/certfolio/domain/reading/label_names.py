"""How documents call labels and choices, beside the academy's own names for them."""

import re
from collections.abc import Iterable, Mapping

from certfolio.domain.credit_types import LabelChoice, LabelRule
from certfolio.domain.reading.layout import folded, words_of

Words = tuple[str, ...]
"""A name, word by word, as it is compared."""

_PIECES = re.compile(r"[^\W_]+")


def in_words(name: str) -> Words:
    """A name as it is compared: letters and digits alone, without case and accents."""
    return tuple(_PIECES.findall(folded(name)))


def _groups(*groups: str) -> tuple[frozenset[Words], ...]:
    return tuple(frozenset(in_words(name) for name in group.split("|")) for group in groups)


_LABELS = _groups(
    "subject|subjects|subject area|field of study|fields of study|area of study"
    "|nasba field of study|recommended field of study|fachgebiet|themengebiet|lernbereich"
    "|domaine|materia",
    "category|cpe category|credit category|kategorie|categorie|categoria",
    "area|bereich|themenbereich",
    "delivery|delivery method|method of delivery|delivery format|delivery mode|mode of delivery"
    "|instructional method|instructional delivery method|instruction delivery method"
    "|nasba delivery method|program delivery method|format|form|lernform|veranstaltungsform"
    "|durchfuhrungsform|kursformat|modalite",
    "activity|activity type|type of activity|aktivitat|art der aktivitat",
    "talent triangle|pmi talent triangle",
)
_CHOICES = _groups(
    "self study|self paced|self directed|qas self study|nasba qas self study|selbststudium"
    "|selbstlernkurs",
    "live|group live|live group|instructor led|prasenz|prasenzveranstaltung",
    "online live|live online|live webinar|group internet based",
    "ethics|regulatory ethics|behavioral ethics|behavioural ethics|professional ethics|ethik"
    "|berufsethik|ethique|etica",
    "tax|taxes|taxation|steuern|steuerrecht",
    "auditing|wirtschaftsprufung",
    "accounting|rechnungslegung",
)
"""Words that mean the same where the academy calls a choice by one of them."""

_ANYTHING_ELSE = words_of(
    "other others misc miscellaneous sonstige sonstiges andere anderes weitere ubrige autre autres"
    " otro otros otra otras altro altri any none nothing keine keines various verschiedenes"
)
"""What is called by what it is not; no document says so."""

_LEAST_LETTERS = 3


def names_of_label(label: LabelRule) -> frozenset[Words]:
    """What stands before a colon where a document speaks of a label."""
    return _with_others(_called(label.name), _LABELS)


def names_of_choices(label: LabelRule) -> Mapping[str, frozenset[Words]]:
    """By which names each choice goes, without those that two choices share.

    What a choice "Group A: domains" says is said with "Group A" alone too.
    """
    own = {choice.id: _called(choice.name) for choice in label.choices}
    names = {id_: _with_others(called, _CHOICES) for id_, called in own.items()}
    shared = _repeated(own.values())
    doubtful = _repeated(names.values())
    return {
        id_: frozenset(
            name for name in called if name not in (shared if name in own[id_] else doubtful)
        )
        for id_, called in names.items()
    }


def can_be_said(choice: LabelChoice) -> bool:
    """Whether a document can say it: not what stands for all that is left, or a letter alone."""
    return any(is_telling(name) for name in _called(choice.name))


def is_telling(name: Words) -> bool:
    """Whether a name says what something is."""
    return _ANYTHING_ELSE.isdisjoint(name) and sum(map(len, name)) >= _LEAST_LETTERS


def is_distinctive(name: Words) -> bool:
    """Whether a name hardly stands anywhere by chance: it has several words that say something."""
    return is_telling(name) and len(name) > 1 and min(map(len, name)) > 1


def _called(name: str) -> frozenset[Words]:
    head, colon, _ = name.partition(":")
    return frozenset(filter(None, (in_words(name), in_words(head) if colon else ())))


def _with_others(own: frozenset[Words], groups: Iterable[frozenset[Words]]) -> frozenset[Words]:
    return own.union(*(group for group in groups if own & group))


def _repeated(names: Iterable[frozenset[Words]]) -> frozenset[Words]:
    once: set[Words] = set()
    again: set[Words] = set()
    for called in names:
        again |= once & called
        once |= called
    return frozenset(again)
