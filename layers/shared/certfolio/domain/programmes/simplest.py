"""The period rules of a credit type as the simplest programme: everybody is a holder."""

from collections.abc import Mapping

from certfolio.domain.periods import RulesVersion
from certfolio.domain.programmes.cycle import GoesOn, Terms
from certfolio.domain.programmes.exact import hundredths
from certfolio.domain.programmes.laid import Laid, Stretch
from certfolio.domain.programmes.lots import Kind
from certfolio.domain.programmes.pieces import Listed, Piece

_CAP, _TARGET = "cap", "target"

KIND = Kind(0, "", {}, True, None, (True,) * 2, (None,) * 2, may_go_on=True)  # noqa: FBT003
"""All credits of one type are alike."""


def terms(rules: RulesVersion, laid: Laid) -> Terms:
    """By what a period is counted: a target is a minimum, a cap a maximum."""
    return Terms(_asked(rules, laid), kind_of, _goes_on(rules))


def kind_of(_type: str, _labels: Mapping[str, str]) -> Kind:
    """The one kind there is."""
    return KIND


def _asked(rules: RulesVersion, laid: Laid) -> Listed:
    whole = Stretch(laid.starts_on, laid.ends_on)
    pieces = [
        Piece(rule, rule == _TARGET, leaf, whole, hundredths(amount))
        for leaf, (rule, amount) in enumerate(((_TARGET, rules.target), (_CAP, rules.cap)))
        if amount is not None
    ]
    return Listed(pieces, (0,) if rules.target is not None else ())


def _goes_on(rules: RulesVersion) -> GoesOn | None:
    carry = rules.carry_over
    return None if carry is None else GoesOn(_CAP, hundredths(carry.credits), carry.periods)
