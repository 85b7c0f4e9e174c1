"""What a claim line says of itself, in the academy's words."""

from certfolio.domain.certificates import Claim
from certfolio.domain.credit_types import CreditRules
from certfolio.domain.values import Name, Record


class Said(Record):
    """What is said under one label.

    Attributes
    ----------
    name, choice_name
        As the credit type has them; the ids stand for what is not on its list any more.
    """

    label: Name
    name: str
    choice: Name
    choice_name: str


def labels_said(claim: Claim, rules: CreditRules | None) -> tuple[Said, ...]:
    """What a line says, in the order in which its credit type asks, the rest behind.

    Parameters
    ----------
    rules
        The credit type; None where it is not set up any more.
    """
    asked = {label.id: label for label in rules.labels} if rules else {}
    order = [*asked, *(label for label in claim.labels if label not in asked)]
    said = []
    for label in order:
        choice = claim.labels.get(label)
        if choice is None:
            continue
        rule = asked.get(label)
        names = {one.id: one.name for one in rule.choices} if rule else {}
        said.append(
            Said(
                label=label,
                name=rule.name if rule else label,
                choice=choice,
                choice_name=names.get(choice, choice),
            )
        )
    return tuple(said)
