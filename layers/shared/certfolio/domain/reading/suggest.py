"""What a document is certain enough to say, for the learner to confirm."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from certfolio.domain.credit_types import CreditType, LabelRule
from certfolio.domain.reading.certain import read
from certfolio.domain.reading.choices import Choices, Mention, Plainly
from certfolio.domain.reading.fields import LabelSuggestion, Place, ReadField, Suggestion
from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.told import Told
from certfolio.domain.renditions import Box, Page


@dataclass(frozen=True)
class Suggestions:
    """What can be filled in for a learner.

    Attributes
    ----------
    fields
        Only those that the document leaves no doubt about; never the learner.
    labels
        The choices of which it names one alone, by credit type.
    """

    fields: Mapping[ReadField, Suggestion]
    labels: tuple[LabelSuggestion, ...]


NOTHING = Suggestions({}, ())


def suggest(
    pages: Sequence[Page], name: str | None = None, credit_types: Iterable[CreditType] = ()
) -> Suggestions:
    """Read what can be filled in for a learner.

    Parameters
    ----------
    pages
        The pages as inspection drew them.
    name
        The learner's name where it is known: it is neither title nor issuer.
    credit_types
        Those whose labels are looked for; of what is retired nothing is suggested.
    """
    document = Document(pages)
    told = read(Material.of(document, name))
    fields = {field: _suggestion(document, value) for field, value in told.items()}
    return Suggestions(fields, tuple(_labels(document, told, credit_types)))


def _labels(
    document: Document, told: Mapping[ReadField, Told], credit_types: Iterable[CreditType]
) -> Iterator[LabelSuggestion]:
    if not told:
        return
    choices, earned = Choices(document), told.get(ReadField.CREDITS)
    amount = Decimal(earned.value) if earned else None
    for credit_type in credit_types:
        if credit_type.retired:
            continue
        for label in credit_type.labels:
            named = _choice(choices, label, amount)
            if named is not None:
                first, *_ = document.places(named.words)
                yield LabelSuggestion(
                    credit_type=credit_type.id,
                    label=label.id,
                    choice=named.choice,
                    page=first.page,
                    box=_whole(document, named.words, first),
                )


def _choice(choices: Choices, label: LabelRule, amount: Decimal | None) -> Mention | None:
    """The only choice that is named, where it is all that is said or has all credits."""
    named = choices.named(label)
    offered = {choice.id for choice in label.choices if not choice.retired}
    of_choices = {mention.choice for mention in named.mentions}
    if named.is_unclear or len(of_choices) != 1 or not of_choices <= offered:
        return None
    return next(
        (
            mention
            for mention in named.mentions
            if mention.plainly is Plainly.AS_VALUE
            and (mention.is_all or (amount is not None and mention.amount == amount))
        ),
        None,
    )


def _suggestion(document: Document, told: Told) -> Suggestion:
    first, *_ = document.places(told.words)
    return Suggestion(value=told.value, page=first.page, box=_whole(document, told.words, first))


def _whole(document: Document, words: Sequence[int], first: Place) -> Box:
    boxes = [place.box for place in document.places(words) if place.page == first.page]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
