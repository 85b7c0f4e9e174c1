from certfolio.domain.errors import FieldError
from certfolio.domain.files import ContentType


def wrong_declaration(
    name: str, content_type: ContentType, size: int, max_size: int
) -> list[FieldError]:
    """Hold what is declared of a file against the limits.

    Parameters
    ----------
    size, max_size
        Bytes.

    Returns
    -------
    list of FieldError
        One entry for every wrong field; empty when all is well.
    """
    errors = []
    if "/" in name or "\\" in name:
        errors.append(FieldError("file_name", "must be a name without a path", "has_path"))
    if not name.lower().endswith(content_type.extensions):
        endings = " or ".join(content_type.extensions)
        errors.append(FieldError("file_name", f"must end in {endings}", "wrong_ending"))
    if size > max_size:
        errors.append(FieldError("size", f"must be at most {max_size} bytes", "too_large"))
    return errors
