from certfolio.domain.files import RejectionReason


class RejectedError(Exception):
    """The file is not acceptable.

    Parameters
    ----------
    reason
        What the learner is told.
    """

    def __init__(self, reason: RejectionReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Allowance:
    """Bytes that may still come out of decompression, over the whole file.

    Every decoder pays for each piece of output as it makes it, so that a bomb is noticed after
    the allowance, not after it went off.

    Parameters
    ----------
    size
        Bytes in total.
    """

    def __init__(self, size: int) -> None:
        self._left = size

    def spend(self, count: int) -> None:
        """Pay for ``count`` bytes.

        Raises
        ------
        RejectedError
            ``too_complex`` when nothing is left.
        """
        self._left -= count
        if self._left < 0:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
