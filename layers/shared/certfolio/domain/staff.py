from enum import IntEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from certfolio.domain.values import AcademyId, Label, Principal, Record


class Role(IntEnum):
    """What a member of staff may do; the higher includes the lower."""

    REVIEWER = 1
    ADMINISTRATOR = 2


def _role(value: object) -> object:
    if isinstance(value, str) and value.upper() in Role.__members__ and value == value.lower():
        return Role[value.upper()]
    if isinstance(value, Role):
        return value
    raise ValueError('must be "reviewer" or "administrator"')


RoleName = Annotated[
    Role,
    BeforeValidator(_role),
    PlainSerializer(lambda role: role.name.lower(), return_type=str),
    WithJsonSchema({"type": "string", "enum": [role.name.lower() for role in Role]}),
]


class StaffMember(Record):
    """Someone, or some system, that works for an academy.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet.
    """

    academy_id: AcademyId
    principal: Principal
    name: Label
    role: RoleName
    version: int = 0
