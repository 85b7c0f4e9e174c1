"""Check an export of the ledger, offline, and whether a certificate's history is what it knows.

Needs nothing but Python: copy this file to whoever shall check. The ledger's batches are files,
one for each, such as `aws s3 sync s3://BUCKET/batches/ batches/` makes; a history is what
`python -m tools.history` writes. docs/operations.md, "The ledger", says how to go about it.

    python ledger.py chain batches/
    python ledger.py history batches/ history.json
    python ledger.py prove batches/ history.json VERSION > proof.json
    python ledger.py proof proof.json [history.json]
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]

GENESIS = "0" * 64
"""What the first batch, and the first event, name as the hash before them."""

_COVERED = ("number", "at", "previous", "root")
"""What a batch's hash covers, beside the number of its leaves."""


def canonical(value: object) -> bytes:
    """The JSON of a value with sorted keys and no spaces, which is what is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(value: object) -> str:
    """SHA-256, hexadecimal, of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parsed(text: str) -> Json:
    """What a file says."""
    found: Json = json.loads(text)
    return found


# --- Trees, as RFC 6962 hashes them ------------------------------------------------------------


def _leaf_hash(leaf: Json) -> bytes:
    return hashlib.sha256(b"\x00" + canonical(leaf)).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _root(hashes: Sequence[bytes]) -> bytes:
    if len(hashes) < 2:  # noqa: PLR2004 - one is a root by itself
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    split = _split(len(hashes))
    return _node_hash(_root(hashes[:split]), _root(hashes[split:]))


def _path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    if len(hashes) == 1:
        return []
    split = _split(len(hashes))
    if index < split:
        return [*_path(hashes[:split], index), _root(hashes[split:])]
    return [*_path(hashes[split:], index - split), _root(hashes[:split])]


def _root_by(path: Sequence[bytes], leaf: bytes, index: int, size: int) -> bytes | None:
    """The root that a path leads to (RFC 9162, section 2.1.3.2); None where it leads nowhere."""
    node, last, found = index, size - 1, leaf
    if not 0 <= index < size:
        return None
    for beside in path:
        if last == 0:
            return None
        if node % 2 == 1 or node == last:
            found = _node_hash(beside, found)
            while node % 2 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            found = _node_hash(found, beside)
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


# --- The ledger --------------------------------------------------------------------------------


def batch_hash(batch: Json) -> str:
    """Hash of a batch, which the next one names."""
    return _header_hash({**batch, "size": len(batch["leaves"])})


def _header_hash(header: Json) -> str:
    return digest_of({name: header[name] for name in (*_COVERED, "size")})


def chain_faults(batches: Sequence[Json]) -> list[str]:
    """What is wrong with a ledger: batches in order of their numbers, from the first."""
    faults: list[str] = []
    previous = GENESIS
    for number, batch in enumerate(batches, start=1):
        if batch["number"] != number:
            return [*faults, f"batch {number} is missing, or another stands in its place"]
        if batch["previous"] != previous:
            faults.append(f"batch {number} does not follow the one before it")
        root = _root([_leaf_hash(leaf) for leaf in batch["leaves"]])
        if batch["root"] != root.hex():
            faults.append(f"the leaves of batch {number} are not those of its root")
        previous = batch_hash(batch)
    return faults


def entries_of(batches: Sequence[Json], certificate: str) -> Iterator[tuple[Json, int, Json]]:
    """All that a ledger has of a certificate: batch, position and leaf, in order."""
    for batch in batches:
        for position, leaf in enumerate(batch["leaves"]):
            if leaf["certificate"] == certificate:
                yield batch, position, leaf


def history_faults(history: Json) -> list[str]:
    """What is wrong with a history by itself."""
    faults: list[str] = []
    previous = GENESIS
    for version, event in enumerate(history["events"], start=1):
        if event["version"] != version:
            return [*faults, f"event {version} is missing, or another stands in its place"]
        if event["previous_hash"] != previous:
            faults.append(f"event {version} does not follow the one before it")
        if event["hash"] != _event_hash(event):
            faults.append(f"event {version} was edited")
        previous = event["hash"]
    return faults


def _event_hash(event: Json) -> str:
    return digest_of({name: value for name, value in event.items() if name != "hash"})


def ledger_faults(batches: Sequence[Json], history: Json) -> list[str]:
    """Where a history is not the one that a ledger knows."""
    events = {event["version"]: event["hash"] for event in history["events"]}
    known: dict[int, str] = {}
    for _, _, leaf in entries_of(batches, history["pseudonym"]):
        known.setdefault(leaf["version"], leaf["hash"])
    faults = [
        f"the ledger knows another event {version}"
        if version in events
        else f"the ledger knows an event {version} that the history has no more"
        for version, digest in sorted(known.items())
        if events.get(version) != digest
    ]
    newest = max(known, default=0)
    faults += [
        f"the ledger does not know event {version}" for version in events if version > newest
    ]
    return faults


# --- Proofs for others -------------------------------------------------------------------------


def proof_of(batch: Json, position: int) -> Json:
    """What shows that a leaf is in a batch, without the other leaves."""
    hashes = [_leaf_hash(leaf) for leaf in batch["leaves"]]
    header = {name: batch[name] for name in _COVERED} | {"size": len(hashes)}
    return {
        "leaf": batch["leaves"][position],
        "position": position,
        "path": [beside.hex() for beside in _path(hashes, position)],
        "batch": header,
        "batch_hash": _header_hash(header),
    }


def proof_faults(proof: Json) -> list[str]:
    """What is wrong with a proof by itself.

    Whether its batch is one of the ledger's is for who has the hash of that batch from elsewhere.
    """
    header, faults = proof["batch"], []
    path = [bytes.fromhex(beside) for beside in proof["path"]]
    root = _root_by(path, _leaf_hash(proof["leaf"]), proof["position"], header["size"])
    if root is None or root.hex() != header["root"]:
        faults.append("the leaf is not in the batch")
    if proof["batch_hash"] != _header_hash(header):
        faults.append("the batch has another hash")
    return faults


def shown_faults(proof: Json, history: Json) -> list[str]:
    """Whether an event of a history is the one that a proof is about."""
    leaf = proof["leaf"]
    events = {event["version"]: event for event in history["events"]}
    event = events.get(leaf["version"])
    if event is None or _event_hash(event) != leaf["hash"]:
        return [f"event {leaf['version']} is not the one that is proven"]
    return []


# --- The command -------------------------------------------------------------------------------


def _batches(folder: Path) -> list[Json]:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return [parsed(path.read_text(encoding="utf-8")) for path in files]


def _read(file: Path) -> Json:
    return parsed(file.read_text(encoding="utf-8"))


def _prove(batches: Sequence[Json], history: Json, version: int) -> Json | None:
    found = entries_of(batches, history["pseudonym"])
    proofs = (proof_of(batch, place) for batch, place, leaf in found if leaf["version"] == version)
    return next(proofs, None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(description="Check an export of the ledger, offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    chain = commands.add_parser("chain", help="whether the ledger is whole")
    history = commands.add_parser("history", help="whether a history is the one it knows")
    prove = commands.add_parser("prove", help="make a proof that it knows an event")
    proof = commands.add_parser("proof", help="check such a proof, and an event against it")
    for command in (chain, history, prove):
        command.add_argument("batches", type=Path)
    for command in (history, prove):
        command.add_argument("history", type=Path)
    prove.add_argument("version", type=int)
    proof.add_argument("proof", type=Path)
    proof.add_argument("history", type=Path, nargs="?")
    asked = parser.parse_args(arguments)
    if asked.command == "proof":
        shown = _read(asked.proof)
        faults = proof_faults(shown)
        if asked.history is not None:
            faults += shown_faults(shown, _read(asked.history))
        return _tell(faults, f"event {shown['leaf']['version']} is in batch {shown['batch_hash']}")
    batches = _batches(asked.batches)
    faults = chain_faults(batches)
    if asked.command == "chain" or faults:
        end = batch_hash(batches[-1]) if batches else GENESIS
        return _tell(faults, f"{len(batches)} batches, the last one {end}")
    told = _read(asked.history)
    if asked.command == "history":
        faults = history_faults(told) + ledger_faults(batches, told)
        return _tell(faults, f"{len(told['events'])} events, as the ledger knows them")
    made = _prove(batches, told, asked.version)
    if made is None:
        return _tell([f"the ledger does not know event {asked.version}"], "")
    sys.stdout.write(json.dumps(made, indent=2) + "\n")
    return 0


def _tell(faults: Sequence[str], well: str) -> int:
    for fault in faults:
        sys.stdout.write(f"WRONG: {fault}\n")
    if not faults:
        sys.stdout.write(f"{well}: nothing is wrong\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
