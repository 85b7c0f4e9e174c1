"""The trees against vectors of the reference implementation, and against every other leaf."""

import pytest

from certfolio.domain.merkle import inclusion_proof, proves, tree_hash

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# Of the tests of Certificate Transparency's reference implementation, for RFC 6962
# (merkle_tree_test.cc).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def test_no_leaf_has_the_hash_of_nothing() -> None:
    assert tree_hash([]).hex() == EMPTY


@pytest.mark.parametrize("size", range(1, 9))
def test_a_tree_of_so_many_leaves_has_the_known_root(size: int) -> None:
    assert tree_hash(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), PATHS)
def test_a_leaf_has_the_known_path(index: int, size: int, path: list[str]) -> None:
    assert [node.hex() for node in inclusion_proof(LEAVES[:size], index)] == path
    proof = [bytes.fromhex(node) for node in path]
    root = bytes.fromhex(ROOTS[size - 1])
    assert proves(proof, root, leaf=LEAVES[index], index=index, size=size)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], index)
    root = bytes.fromhex(ROOTS[2])
    assert not proves([], root, leaf=b"", index=index, size=3)


def test_a_node_is_no_leaf() -> None:
    """Who shows the two hashes below a root as one leaf shows another tree."""
    below = b"".join(tree_hash([leaf]) for leaf in LEAVES[:2])
    assert tree_hash([below]).hex() != ROOTS[1]
