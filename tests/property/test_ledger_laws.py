"""What holds of every tree and every batch."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.ledger import BEGINNING, Batch, Entry, Leaf, first_of
from certfolio.domain.merkle import inclusion_proof, proves, tree_hash
from tools import ledger as offline

NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
leaves = st.builds(Leaf, certificate=digests, version=st.integers(1, 999_999), hash=digests)
batches = st.lists(leaves, min_size=1, max_size=20, unique=True)


@st.composite
def places(draw: st.DrawFn) -> tuple[list[bytes], int]:
    """A tree of different leaves, and one of them."""
    tree = draw(st.lists(st.binary(max_size=8), min_size=1, max_size=40, unique=True))
    return tree, draw(st.integers(0, len(tree) - 1))


@given(places())
def test_every_leaf_is_proven_where_it_stands_and_nowhere_else(
    place: tuple[list[bytes], int],
) -> None:
    tree, index = place
    proof, root, size = inclusion_proof(tree, index), tree_hash(tree), len(tree)
    for other in range(size):
        for leaf in tree:
            proven = proves(proof, root, leaf=leaf, index=other, size=size)
            assert proven == (other == index and leaf == tree[index])
    assert not proves(proof[:-1], root, leaf=tree[index], index=index, size=size) or size == 1
    assert not proves([*proof, root], root, leaf=tree[index], index=index, size=size)


@given(batches, batches)
def test_the_offline_verifier_follows_what_the_service_writes(
    first: list[Leaf], second: list[Leaf]
) -> None:
    one = Batch.after(BEGINNING, first, NOW)
    two = Batch.after(one.head, second, NOW)
    read = [offline.parsed(batch.model_dump_json()) for batch in (one, two)]
    assert offline.chain_faults(read) == []
    assert offline.batch_hash(read[1]) == two.head.hash
    for position, leaf in enumerate(second):
        proof = offline.proof_of(read[1], position)
        assert offline.proof_faults(proof) == []
        assert proof["path"] == two.proof(position)
        assert proof["leaf"] == leaf.model_dump()
        other = {**proof, "leaf": {**proof["leaf"], "version": leaf.version + 1}}
        assert offline.proof_faults(other) != []


@given(st.lists(st.builds(Entry, *[st.integers(1, 3)] * 3, digests)))
def test_the_first_entry_of_a_version_is_the_one_that_counts(entries: list[Entry]) -> None:
    first = first_of(entries)
    assert first.keys() == {entry.version for entry in entries}
    for version, digest in first.items():
        found = min(entry for entry in entries if entry.version == version)
        assert found.hash == digest
