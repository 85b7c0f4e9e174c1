"""The labels that a learner states, looked for on the document."""

from collections.abc import Mapping, Sequence

from certfolio.domain.certificates import Content
from certfolio.domain.credit_types import CreditType, LabelRule
from certfolio.domain.reading.choices import Choices, Mention, Plainly
from certfolio.domain.reading.crosscheck import said_there
from certfolio.domain.reading.fields import Finding, LabelFinding, Outcome
from certfolio.domain.reading.label_names import can_be_said
from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.titles import title
from certfolio.domain.renditions import Page

_LONG = 5
"""Letters of a single word that is telling in a title."""


def check_labels(
    content: Content,
    credit_types: Mapping[str, CreditType],
    name: str | None,
    pages: Sequence[Page],
) -> tuple[LabelFinding, ...]:
    """Look on a document for every label that is stated, by the names it has now.

    Parameters
    ----------
    credit_types
        The academy's, by id.
    name
        The learner's name where it is known: it is no title.
    """
    stated = [
        (line, label, _rule(credit_types, claim.credit_type, label), choice)
        for line, claim in enumerate(content.claims)
        for label, choice in claim.labels.items()
    ]
    if not stated:
        return ()
    document = Document(pages)
    choices = Choices(document)
    return tuple(
        LabelFinding(
            line=line, label=label, finding=_finding(document, choices, rule, choice, name)
        )
        for line, label, rule, choice in stated
    )


def _rule(credit_types: Mapping[str, CreditType], credit_type: str, label: str) -> LabelRule | None:
    rules = credit_types.get(credit_type)
    return next((rule for rule in rules.labels if rule.id == label), None) if rules else None


def _finding(
    document: Document, choices: Choices, rule: LabelRule | None, stated: str, name: str | None
) -> Finding:
    choice = next((one for one in rule.choices if one.id == stated), None) if rule else None
    if not document or rule is None or choice is None:
        return Finding(outcome=Outcome.UNREAD)
    named = choices.named(rule)
    there = [one for one in named.mentions if one.choice == stated]
    plain = [one for one in there if one.plainly >= Plainly.BY_NAME] or _in_title(
        document, there, name
    )
    if plain:
        return said_there(document, Outcome.FOUND, [max(plain, key=lambda one: one.plainly).words])
    others = [
        one.words
        for one in named.mentions
        if one.choice != stated and one.plainly is Plainly.AS_VALUE
    ]
    if others:
        return said_there(document, Outcome.OTHER, others)
    return Finding(outcome=Outcome.MISSING if can_be_said(choice) else Outcome.UNREAD)


def _in_title(document: Document, there: Sequence[Mention], name: str | None) -> Sequence[Mention]:
    """Those of long words that stand in the title, where they are no chance."""
    long = [
        one
        for one in there
        for said in [[document.folded[word] for word in one.words]]
        if sum(map(len, said)) >= _LONG and min(map(len, said)) > 1
    ]
    if not long:
        return ()
    told = title(Material.of(document, name))
    return [one for one in long if told and set(one.words) <= set(told.words)]
