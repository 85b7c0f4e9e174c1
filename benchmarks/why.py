"""Why goals are missed, where they are: by the title of the section."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "Warm requests": """A submission is above because it looks on the document for all that is
stated. That took 2.3 of its 6.6 ms when it was timed by itself, 35 %; no other contender does it,
as they look for the words of the title alone.""",
    "Cold starts": """The goal was set on a quiet machine, where boto3 with these clients and
pydantic took 190 ms; where that takes longer, 30 ms are more as well. Most of what is above is
pydantic building the validators of records and requests, in `certfolio.domain` and
`certfolio.api`. Functions with snapshots do all of it before one is taken.""",
    "The first request behind a snapshot": """The first request takes 1.1 to 2.5 ms more than a
warm one, whatever it does: it makes its connections, where a warm one finds them open. Where a
warm one takes 1.2 to 2.0 ms, that is more than as much again.""",
}
