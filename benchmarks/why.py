"""Why goals are missed, where they are: by the title of the section."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {}
