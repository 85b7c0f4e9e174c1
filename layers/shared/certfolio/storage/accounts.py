"""Accounts of learners in the user pool."""

from typing import TYPE_CHECKING

from certfolio.domain.certificates import Owner
from certfolio.domain.directory import DirectoryEntry, entry_of_account
from certfolio.domain.errors import FieldError, InvalidInput, MailInUse, Unavailable
from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef


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
        said = {
            "email": mail,
            "email_verified": "true",
            "name": name,
            "custom:academy_id": academy_id,
        }
        known = self._client.exceptions
        try:
            with faults_as_unavailable():
                answer = self._client.admin_create_user(
                    UserPoolId=self._pool,
                    Username=mail,
                    UserAttributes=[{"Name": key, "Value": value} for key, value in said.items()],
                    # Cognito's own default is a text message.
                    DesiredDeliveryMediums=["EMAIL"],
                )
        except known.UsernameExistsException:
            return self._existing(academy_id, mail)
        except known.InvalidParameterException as error:
            wrong = FieldError("mail", "is not an address that can be invited", "invalid")
            raise InvalidInput(wrong) from error
        except (
            known.CodeDeliveryFailureException,
            known.LimitExceededException,
            known.TooManyRequestsException,
        ) as error:
            raise Unavailable(error.response["Error"]["Code"]) from error
        entry = entry_of_account(said | _plain(answer["User"]["Attributes"]))
        if entry is None:
            raise MailInUse
        return entry

    def rename(self, owner: Owner, name: str) -> None:
        """Give a learner's account the name that the directory has.

        Otherwise the next sign-in would write the old one back, and what the learner hands in
        would carry it. An account that is gone, or another academy's by now, is left alone.
        """
        try:
            attributes = self._attributes(owner.learner_id)
        except self._client.exceptions.UserNotFoundException:
            return
        if attributes.get("custom:academy_id") != owner.academy_id or (
            attributes.get("name") == name
        ):
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
            with faults_as_unavailable():
                answer = self._client.admin_get_user(UserPoolId=self._pool, Username=username)
        except self._client.exceptions.UserNotFoundException:
            return False
        return bool(answer.get("UserMFASettingList"))

    def _existing(self, academy_id: str, mail: str) -> DirectoryEntry:
        entry = entry_of_account(self._attributes(mail))
        if entry is None or entry.academy_id != academy_id:
            raise MailInUse
        return entry

    def _attributes(self, username: str) -> dict[str, str]:
        with faults_as_unavailable():
            answer = self._client.admin_get_user(UserPoolId=self._pool, Username=username)
        return _plain(answer["UserAttributes"])


def _plain(attributes: "Iterable[AttributeTypeTypeDef]") -> dict[str, str]:
    return {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}
