"""Keys that Secrets Manager keeps."""

from typing import Any

from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.stage import nobody_is_asked


class SecretKey:
    """A key, read when it is first asked for and then remembered."""

    def __init__(self, client: Any, secret: str) -> None:  # noqa: ANN401 - an untyped client
        self._client = client
        self._secret = secret
        self._known: bytes | None = None

    def read(self) -> bytes:
        """The key's bytes.

        One that a rehearsal made up is not remembered.
        """
        if self._known is not None:
            return self._known
        with faults_as_unavailable():
            answer = self._client.get_secret_value(SecretId=self._secret)
        key: bytes = answer["SecretString"].encode()
        if not nobody_is_asked():
            self._known = key
        return key
