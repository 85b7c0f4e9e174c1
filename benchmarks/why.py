"""Why goals are missed, where they are: by the title of the section."""

from collections.abc import Mapping

WHY: Mapping[str, str] = {
    "Warm requests": """A submission is above because it looks on the document for all that is
stated, six things; no other contender does more than look for the words of the title. The document
says what is stated here; where it does not, it is read to its end, and a submission takes about a
tenth more.""",
    "Cold starts": """The goal was set where boto3 with these clients and pydantic took 190 ms;
where that takes longer, 30 ms are more as well. Most of what is above is pydantic building the
validators of records and requests, in `certfolio.domain` and `certfolio.api`. Functions with
snapshots do all of it before one is taken.""",
    "The first request behind a snapshot": """The first request takes 1.2 to 2.2 ms more than a
warm one, whatever it does: it makes its connections, where a warm one finds them open. The goal was
set when a warm permit took 1.3 ms and the first one was to take 2.6 at most; it takes 1.9, but warm
ones became faster still.""",
}
