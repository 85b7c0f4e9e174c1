"""Merkle trees, as RFC 6962 and RFC 9162 hash them.

A tree's root says all of its leaves in 32 bytes, and a few hashes prove that one leaf is among
them without showing the others.
"""

from collections.abc import Sequence
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"
"""Without them a node could be passed off as a leaf (RFC 6962, section 2.1)."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf."""
    return sha256(_LEAF + data).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Root of a tree over leaves (RFC 6962, section 2.1)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = _split(len(leaves))
    return _node_hash(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root (RFC 6962, section 2.1.1, "Audit Paths").

    Raises
    ------
    IndexError
        The tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), tree_hash(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), tree_hash(leaves[:split])]


def proves(proof: Sequence[bytes], root: bytes, *, leaf: bytes, index: int, size: int) -> bool:
    """Whether a proof shows that a leaf is in a tree (RFC 9162, section 2.1.3.2).

    Parameters
    ----------
    leaf
        The leaf itself, not its hash.
    index, size
        Where the leaf stands, and how many there are.
    """
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf_hash(leaf)
    for beside in proof:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            found = _node_hash(beside, found)
            while node % 2 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            found = _node_hash(found, beside)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1
