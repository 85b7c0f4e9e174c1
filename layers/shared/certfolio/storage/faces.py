"""What everybody may see of academies."""

from certfolio.domain.academies import Academy, Face
from certfolio.storage import keys
from certfolio.storage.records import stored
from certfolio.storage.table import Table


class FaceStore:
    """Reads the faces of academies; `AcademyStore` writes them with the settings they are of."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, academy_id: str) -> Face | None:
        """Read an academy's face, in one call; None when there is no such academy.

        One that never said how it wants to be shown is known from the registry and goes by its id.
        It is asked for in any case, so that every answer takes equally long.
        """
        registered, face = keys.registered(academy_id), keys.face(academy_id)
        found = {item["PK"]: item for item in self._table.get_many([registered, face])}
        if face["PK"] in found:
            return stored(Face, found[face["PK"]])
        if registered["PK"] in found:
            return Face.of(Academy(academy_id=academy_id), None)
        return None
