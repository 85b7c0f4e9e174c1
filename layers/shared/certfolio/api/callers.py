"""Who calls, from what API Gateway has verified and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.request import Request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from certfolio import composition
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import Barred, CertfolioError, Forbidden, SecondFactorRequired
from certfolio.domain.staff import Role, StaffMember
from certfolio.domain.values import AcademyId, Label, LearnerId
from certfolio.settings import LearnerSettings, StaffSettings, load

_Found = TypeVar("_Found")


class Learner(BaseModel):
    """A signed-in learner: whose portfolio it is, and who acts."""

    model_config = ConfigDict(frozen=True)

    owner: Owner
    by: By


class Staff(BaseModel):
    """A member of an academy's staff, found on its list."""

    model_config = ConfigDict(frozen=True)

    member: StaffMember
    needs_second_factor: bool

    @property
    def desk(self) -> Owner:
        """The owner in whose name the member uploads files that several learners share."""
        digest = sha256(self.member.principal.encode()).hexdigest()[:32]
        return Owner(academy_id=self.member.academy_id, learner_id=f"staff-{digest}")

    @property
    def by(self) -> By:
        """The member as who acts."""
        actor = Actor(kind=ActorKind.STAFF, id=self.member.principal, name=self.member.name)
        return By(actor, self.member.role)


@dataclass(frozen=True)
class Refused:
    """Somebody who signed a request that takes an administrator, and is none.

    They may have been one when they sent it first: who demotes or removes themselves and never
    gets the answer asks for it again.
    """

    principal: str
    refusal: CertfolioError

    @property
    def by(self) -> By:
        """The caller as who acted."""
        return By(Actor(kind=ActorKind.STAFF, id=self.principal))

    def unless(self, found: _Found | None) -> _Found:
        """What the caller may have after all; where there is nothing, the refusal is raised."""
        if found is None:
            raise self.refusal
        return found


def learner_of(request_context: Mapping[str, Any], client_id: str) -> Learner:
    """Take the learner from the claims of an ID token that API Gateway verified.

    Parameters
    ----------
    client_id
        The user pool's application that the token must be issued to.

    Raises
    ------
    Forbidden
        The token is not an ID token, is another application's, or names no academy.
    """
    claims = request_context.get("authorizer", {}).get("claims", {})
    # An authorizer without scopes lets access tokens pass on some gateways.
    if claims.get("token_use") != "id":
        raise Forbidden(Barred.NEEDS_ID_TOKEN)
    # The authorizer asks which pool issued a token, and not to which application.
    if claims.get("aud") != client_id:
        raise Forbidden(Barred.OTHER_APPLICATION)
    try:
        owner = Owner(academy_id=claims.get("custom:academy_id"), learner_id=claims.get("sub"))
    except ValidationError as error:
        raise Forbidden(Barred.NO_ACADEMY) from error
    return Learner(
        owner=owner,
        by=By(Actor(kind=ActorKind.LEARNER, id=owner.learner_id, name=_name(claims))),
    )


def principal_of(identity: Mapping[str, Any]) -> str:
    """Name the principal behind a signed request.

    Returns
    -------
    str
        The Cognito `sub` of a user who signed in through the identity pool, or
        ``<account>.<role name>`` of a role: all that an assumed role's ARN tells of it.

    Raises
    ------
    Forbidden
        Neither of the two signed the request.
    """
    user = _user_of(identity)
    if user:
        return user
    if identity.get("cognitoAuthenticationProvider"):
        raise Forbidden(Barred.NOT_SIGNED_BY_STAFF)
    arn = str(identity.get("userArn") or "").split(":", maxsplit=5)
    match arn:
        case [_, _, "sts", _, account, resource] if resource.startswith("assumed-role/"):
            return f"{account}.{resource.split('/')[1]}"
    raise Forbidden(Barred.NOT_SIGNED_BY_STAFF)


def _user_of(identity: Mapping[str, Any]) -> str | None:
    """The Cognito `sub` of a user who signed in; None for all others."""
    # cognito-idp.<region>.amazonaws.com/<pool>,cognito-idp.<…>/<pool>:CognitoSignIn:<sub>
    provider = str(identity.get("cognitoAuthenticationProvider") or "")
    _, signed_in, sub = provider.rpartition(":CognitoSignIn:")
    return sub if signed_in and sub else None


def current_learner(request: Request) -> Learner:
    """Depend on a signed-in learner."""
    client_id = load(LearnerSettings).user_pool_client_id
    return learner_of(request.resolved_event["requestContext"], client_id)


def _staff_as(role: Role, *, with_second_factor: bool = True) -> Callable[[Request], Staff]:
    def current_staff(request: Request) -> Staff:
        identity = request.resolved_event["requestContext"]["identity"]
        principal = principal_of(identity)
        try:
            academy_id = _ACADEMY_ID.validate_python(request.path_parameters["academy_id"])
        except ValidationError as error:
            raise Forbidden(Barred.NOT_ON_STAFF) from error
        member = composition.academies().staff_member(academy_id, principal)
        if member is None:
            raise Forbidden(Barred.NOT_ON_STAFF)
        # How a role is taken on, and with what proof, is for AWS's own policies to say.
        needed = _user_of(identity) is not None and load(StaffSettings).staff_mfa == "on"
        if with_second_factor and needed and not _has_second_factor(member):
            raise SecondFactorRequired(academy_id)
        if member.role < role:
            raise Forbidden(_NEEDED[role])
        return Staff(member=member, needs_second_factor=needed)

    return current_staff


_NEEDED = {
    Role.REVIEWER: Barred.NEEDS_REVIEWER,
    Role.ADMINISTRATOR: Barred.NEEDS_ADMINISTRATOR,
}
_ACADEMY_ID: TypeAdapter[str] = TypeAdapter(AcademyId)
_LEARNER_ID: TypeAdapter[str] = TypeAdapter(LearnerId)


def _once_administrator(request: Request) -> Staff | Refused:
    try:
        return _staff_as(Role.ADMINISTRATOR)(request)
    except (Forbidden, SecondFactorRequired) as refusal:
        principal = principal_of(request.resolved_event["requestContext"]["identity"])
        return Refused(principal, refusal)


CurrentLearner = Annotated[Learner, Depends(current_learner)]
Reviewer = Annotated[Staff, Depends(_staff_as(Role.REVIEWER))]
Administrator = Annotated[Staff, Depends(_staff_as(Role.ADMINISTRATOR))]
AnyStaff = Annotated[Staff, Depends(_staff_as(Role.REVIEWER, with_second_factor=False))]
"""Any member of staff, even without the second factor they need."""
OnceAdministrator = Annotated[Staff | Refused, Depends(_once_administrator)]
"""An administrator, or somebody who gets no more than what they did as one."""


def _own_portfolio(learner: CurrentLearner) -> Owner:
    return learner.owner


def _portfolio_of_path(request: Request, staff: Reviewer) -> Owner:
    # The academy is the one on whose staff list the caller was found.
    learner_id = _LEARNER_ID.validate_python(request.path_parameters["learner_id"])
    return Owner(academy_id=staff.member.academy_id, learner_id=learner_id)


CurrentOwner = Annotated[Owner, Depends(_own_portfolio)]
"""The signed-in learner's own portfolio."""

PathOwner = Annotated[Owner, Depends(_portfolio_of_path)]
"""The portfolio of the learner in the path, for a member of staff."""

_LABEL: TypeAdapter[str] = TypeAdapter(Label)


def _has_second_factor(member: StaffMember) -> bool:
    known = member.second_factor
    return known is not None and known.holds(datetime.now(UTC))


def _name(claims: Mapping[str, Any]) -> str | None:
    try:
        return _LABEL.validate_python(claims.get("name"))
    except ValidationError:
        return None
