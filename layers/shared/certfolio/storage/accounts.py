"""Accounts of learners and staff in the user pool."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certfolio.domain.certificates import Owner
from certfolio.domain.directory import DirectoryEntry, entry_of_account
from certfolio.domain.errors import FieldError, InvalidInput, MailInUse, Unavailable
from certfolio.domain.field_codes import FieldCode
from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.literals import MessageActionTypeType
    from mypy_boto3_cognito_idp.type_defs import (
        AdminCreateUserRequestTypeDef,
        AdminCreateUserResponseTypeDef,
        AdminGetUserResponseTypeDef,
        AttributeTypeTypeDef,
    )


@dataclass(frozen=True)
class Account:
    """An account of the academy.

    Attributes
    ----------
    made
        Whether it was made just now, and nobody has been told of it.
    waiting
        Whether nobody has signed in to it yet, for which it takes the password of an invitation.
    second_factor
        Whether signing in takes more than a password.
    """

    sub: str
    made: bool
    waiting: bool
    second_factor: bool = False


@dataclass(frozen=True)
class Addressee:
    """Whom mail to an account reaches.

    Attributes
    ----------
    locale
        Of the account; empty where it says none.
    """

    mail: str
    name: str
    locale: str


class Accounts:
    """The accounts of one user pool."""

    def __init__(self, client: "CognitoIdentityProviderClient", user_pool_id: str) -> None:
        self._client = client
        self._pool = user_pool_id

    def invite(self, academy_id: str, name: str, mail: str) -> DirectoryEntry:
        """Make an account, to which Cognito mails the invitation; done twice, it is done once.

        Returns
        -------
        DirectoryEntry
            What the account says for the directory. An account that was there keeps its name.

        Raises
        ------
        MailInUse
            The mail address belongs to an account that is not the academy's.
        InvalidInput
            Cognito takes no such mail address.
        """
        said = _said(academy_id, name, mail)
        try:
            answer = self._create(mail, said)
        except self._client.exceptions.UsernameExistsException:
            return self._existing(academy_id, mail)
        entry = entry_of_account(said | _plain(answer["User"]["Attributes"]))
        if entry is None:
            raise MailInUse
        return entry

    # Staff

    def find_or_make(self, academy_id: str, name: str, mail: str) -> Account:
        """Find the account of a mail address, or make one of which nobody is told yet.

        Raises
        ------
        MailInUse
            The mail address belongs to an account that is not the academy's.
        InvalidInput
            Cognito takes no such mail address.
        """
        try:
            answer = self._create(mail, _said(academy_id, name, mail), action="SUPPRESS")
        except self._client.exceptions.UsernameExistsException:
            return self._found(academy_id, mail)
        return Account(_plain(answer["User"]["Attributes"])["sub"], made=True, waiting=True)

    def send_invitation(self, mail: str) -> None:
        """Mail somebody who has not signed in yet a new password; the one before is void."""
        with suppress(self._client.exceptions.UnsupportedUserStateException):
            # Refused to who has signed in meanwhile, and needs none.
            self._create(mail, {}, action="RESEND")

    def join_group(self, sub: str, group: str) -> None:
        """Put an account into a group; done twice, it is done once.

        Raises
        ------
        Unavailable
            Among the rest: another request has undone the account meanwhile.
        """
        try:
            with faults_as_unavailable():
                self._client.admin_add_user_to_group(
                    UserPoolId=self._pool, Username=sub, GroupName=group
                )
        except self._client.exceptions.UserNotFoundException as error:
            raise Unavailable("the account is gone") from error

    def leave_group(self, owner: Owner, group: str) -> None:
        """Take an account out of a group; done twice, it is done once.

        One that is gone, or another academy's, is left alone: a staff list may name anybody.
        """
        if self._is_of(owner):
            with (
                faults_as_unavailable(),
                suppress(self._client.exceptions.UserNotFoundException),
            ):
                self._client.admin_remove_user_from_group(
                    UserPoolId=self._pool, Username=owner.learner_id, GroupName=group
                )

    def remove(self, account: Account) -> None:
        """Remove an account that was made just now.

        Raises
        ------
        ValueError
            It was there before, and so may be somebody's.
        """
        if not account.made:
            raise ValueError("only what was made just now is removed")
        with (
            faults_as_unavailable(),
            suppress(self._client.exceptions.UserNotFoundException),
        ):
            self._client.admin_delete_user(UserPoolId=self._pool, Username=account.sub)

    # Leaving and being erased

    def close(self, owner: Owner) -> None:
        """Let nobody sign in to a learner's account any more; done twice, it is done once.

        Who is signed in stays so until their ID token lapses. An account that is gone, or another
        academy's, is left alone.
        """
        if self._is_of(owner):
            with faults_as_unavailable():
                self._client.admin_disable_user(UserPoolId=self._pool, Username=owner.learner_id)
                # Nobody gets another token for the one that they have.
                self._client.admin_user_global_sign_out(
                    UserPoolId=self._pool, Username=owner.learner_id
                )

    def reopen(self, owner: Owner) -> None:
        """Let a learner sign in again."""
        if self._is_of(owner):
            with faults_as_unavailable():
                self._client.admin_enable_user(UserPoolId=self._pool, Username=owner.learner_id)

    def erase(self, owner: Owner) -> None:
        """Remove a learner's account for good; removed twice, it is gone once."""
        if self._is_of(owner):
            with (
                faults_as_unavailable(),
                suppress(self._client.exceptions.UserNotFoundException),
            ):
                self._client.admin_delete_user(UserPoolId=self._pool, Username=owner.learner_id)

    def told(self, owner: Owner) -> "Iterator[dict[str, str]]":
        """What a learner's account says of them, where there is one."""
        answer = self._of(owner)
        if answer is not None:
            yield _plain(answer["UserAttributes"])

    def addressee(self, owner: Owner) -> Addressee | None:
        """Whom mail to somebody's account reaches, in one call.

        Returns
        -------
        Addressee or None
            None where there is no account, it is closed, or another academy's.
        """
        answer = self._of(owner)
        if answer is None or not answer["Enabled"]:
            return None
        said = _plain(answer["UserAttributes"])
        if not said.get("email"):
            return None
        return Addressee(said["email"], said.get("name", ""), said.get("locale", ""))

    def _is_of(self, owner: Owner) -> bool:
        return self._of(owner) is not None

    def _of(self, owner: Owner) -> "AdminGetUserResponseTypeDef | None":
        """Somebody's account; None where it is gone, or another academy's by now."""
        try:
            answer = self._user(owner.learner_id)
        except self._client.exceptions.UserNotFoundException:
            return None
        academy_id = _plain(answer["UserAttributes"]).get("custom:academy_id")
        return answer if academy_id == owner.academy_id else None

    # Changing

    def rename(self, owner: Owner, name: str) -> None:
        """Give a learner's account the name that the directory has.

        Otherwise the next sign-in would write the old one back, and what the learner hands in
        would carry it. An account that is gone, or another academy's by now, is left alone.
        """
        answer = self._of(owner)
        if answer is None or _plain(answer["UserAttributes"]).get("name") == name:
            return
        with faults_as_unavailable():
            self._client.admin_update_user_attributes(
                UserPoolId=self._pool,
                Username=owner.learner_id,
                UserAttributes=[{"Name": "name", "Value": name}],
            )

    def has_second_factor(self, username: str) -> bool:
        """Whether signing in to an account takes more than its password."""
        try:
            answer = self._user(username)
        except self._client.exceptions.UserNotFoundException:
            return False
        return bool(answer.get("UserMFASettingList"))

    def _create(
        self, mail: str, said: dict[str, str], *, action: "MessageActionTypeType | None" = None
    ) -> "AdminCreateUserResponseTypeDef":
        known = self._client.exceptions
        request: AdminCreateUserRequestTypeDef = {
            "UserPoolId": self._pool,
            "Username": mail,
            "UserAttributes": [{"Name": key, "Value": value} for key, value in said.items()],
            # Cognito's own default is a text message.
            "DesiredDeliveryMediums": ["EMAIL"],
        }
        if action is not None:
            request["MessageAction"] = action
        try:
            with faults_as_unavailable():
                return self._client.admin_create_user(**request)
        except known.InvalidParameterException as error:
            wrong = FieldError("mail", FieldCode.MAIL_NOT_INVITABLE)
            raise InvalidInput(wrong) from error
        except (
            known.CodeDeliveryFailureException,
            known.LimitExceededException,
            known.TooManyRequestsException,
        ) as error:
            raise Unavailable(error.response["Error"]["Code"]) from error

    def _found(self, academy_id: str, mail: str) -> Account:
        answer = self._user(mail)
        attributes = _plain(answer["UserAttributes"])
        if attributes.get("custom:academy_id") != academy_id:
            raise MailInUse
        return Account(
            attributes["sub"],
            made=False,
            waiting=answer["UserStatus"] == "FORCE_CHANGE_PASSWORD",
            second_factor=bool(answer.get("UserMFASettingList")),
        )

    def _existing(self, academy_id: str, mail: str) -> DirectoryEntry:
        entry = entry_of_account(_plain(self._user(mail)["UserAttributes"]))
        if entry is None or entry.academy_id != academy_id:
            raise MailInUse
        return entry

    def _user(self, username: str) -> "AdminGetUserResponseTypeDef":
        with faults_as_unavailable():
            return self._client.admin_get_user(UserPoolId=self._pool, Username=username)


def _plain(attributes: "Iterable[AttributeTypeTypeDef]") -> dict[str, str]:
    return {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}


def _said(academy_id: str, name: str, mail: str) -> dict[str, str]:
    """What a new account says."""
    return {
        "email": mail,
        "email_verified": "true",
        "name": name,
        "custom:academy_id": academy_id,
    }
