"""People who can sign in to a deployed Certfolio, made as an operator makes them."""

from dataclasses import dataclass

from local.client import Learner, StaffClient, sign_in, temporary_credentials
from local.stack import Stack


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in.

    Attributes
    ----------
    does
        ``learner``, or the role on the staff list.
    """

    email: str
    name: str
    does: str
    academy: str


def invite(stack: Stack, person: Account, password: str) -> str:
    """Make a user with a password, without a mail; answers the user's ``sub``."""
    cognito = stack.client("cognito-idp")
    pool = {"UserPoolId": stack.user_pool_id, "Username": person.email}
    attributes = {
        "email": person.email,
        "email_verified": "true",
        "name": person.name,
        "custom:academy_id": person.academy,
    }
    try:
        user = cognito.admin_get_user(**pool)["UserAttributes"]
    except cognito.exceptions.UserNotFoundException:
        user = cognito.admin_create_user(
            **pool,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": name, "Value": value} for name, value in attributes.items()],
        )["User"]["Attributes"]
    cognito.admin_set_user_password(**pool, Password=password, Permanent=True)
    if person.does != "learner":
        cognito.admin_add_user_to_group(**pool, GroupName="staff")
    return next(str(item["Value"]) for item in user if item["Name"] == "sub")


def first_administrator(stack: Stack, person: Account, sub: str) -> None:
    """Put an academy's first administrator on its staff list, unless it is there.

    Nobody but an operator can do that, in the same transaction that enters the academy in the
    registry and says that its totals count all it has: nothing yet.
    """
    record = {
        "PK": f"ACADEMY#{person.academy}",
        "SK": f"STAFF#{sub}",
        "academy_id": person.academy,
        "principal": sub,
        "name": person.name,
        "role": "administrator",
    }
    member = {name: {"S": value} for name, value in record.items()} | {"version": {"N": "1"}}
    entry = {"PK": {"S": "ACADEMIES"}, "SK": {"S": f"ACADEMY#{person.academy}"}}
    totals = {"PK": {"S": f"ACADEMY#{person.academy}#TOTALS"}, "SK": {"S": "KNOWN"}}
    new = {"ConditionExpression": "attribute_not_exists(PK)"}
    dynamodb = stack.client("dynamodb")
    try:
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": stack.table, "Item": member, **new}},
                {"Put": {"TableName": stack.table, "Item": entry, **new}},
                {"Put": {"TableName": stack.table, "Item": totals, **new}},
            ]
        )
    except dynamodb.exceptions.TransactionCanceledException as error:
        reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if "ConditionalCheckFailed" not in reasons:
            raise


def learner(stack: Stack, person: Account, password: str) -> Learner:
    """Sign a learner in."""
    return Learner(stack, id_token=sign_in(stack, person.email, password)["IdToken"])


def staff(stack: Stack, person: Account, password: str) -> StaffClient:
    """Sign a member of staff in and get credentials to sign requests with."""
    id_token = sign_in(stack, person.email, password)["IdToken"]
    credentials = temporary_credentials(stack, id_token)
    return StaffClient(stack, credentials=credentials, academy_id=person.academy)
