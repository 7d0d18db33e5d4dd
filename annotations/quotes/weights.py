"""The trained weights: one file, read once, with what is needed to name and to check them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from .crf import Chain, Scores, Table

HERE = Path(__file__).parent / "trained"
NAME = "quotes.npz"
FORMAT = 2
"""Another whenever features change, so that weights of an older program are not read as if they fitted."""


class UnreadableWeights(Exception):
    """The file is damaged, or another version of the program made it."""


@dataclass(frozen=True)
class Weights:
    """`table` scores the features of a token for the three fields side by side (`first`, `second`,
    `mentions`); `stacked` those of the second look for the last two. `ranks` weighs a speaker's features,
    `sure` a quote's. `version` is another for every other file."""

    version: str
    table: Table
    stacked: Table
    first: Chain
    second: Chain
    mentions: Chain
    ranks: Mapping[str, float]
    sure: Mapping[str, float]


def load(folder: Path = HERE) -> Weights | None:
    """The weights in a folder, None where there are none. Raises UnreadableWeights."""
    path = folder / NAME
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Weights:
    """Once, until the file is another: weights are trained anew while a server runs."""
    try:
        content = path.read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return _weights(hashlib.sha256(content).hexdigest()[:12], arrays)
    except Exception as error:  # of zip, zlib, numpy, json: what damage does to them is theirs to choose
        raise UnreadableWeights(str(path)) from error


def _weights(version: str, stored: Mapping[str, Any]) -> Weights:
    about = json.loads(bytes(stored["about"]).decode())
    if about["format"] != FORMAT:
        raise ValueError("format")
    return Weights(
        version=version,
        table=_table(stored["table_names"], stored["table"]),
        stacked=_table(stored["stacked_names"], stored["stacked"]),
        first=_chain(about, stored, "first"),
        second=_chain(about, stored, "second"),
        mentions=_chain(about, stored, "mentions"),
        ranks=_by_name(stored, "ranks"),
        sure=_by_name(stored, "sure"),
    )


def _chain(about: Mapping[str, Any], stored: Mapping[str, Any], name: str) -> Chain:
    return Chain(tuple(about["labels"][name]), stored[f"steps_{name}"].astype(np.float32))


def _by_name(stored: Mapping[str, Any], name: str) -> dict[str, float]:
    return dict(zip(_names(stored[f"{name}_names"]), stored[name].astype(float).tolist(), strict=True))


def _names(stored: Any) -> list[str]:
    return bytes(stored).decode().split("\n") if len(stored) else []


def _table(names: Any, weights: Any) -> Table:
    rows = weights.astype(np.float32)
    unknown = np.zeros((1, rows.shape[1]), dtype=np.float32)
    return Table({name: n for n, name in enumerate(_names(names))}, np.concatenate((rows, unknown)))


@dataclass(frozen=True)
class Field:
    """A trained field: for each feature what it scores for each label, and the steps between labels."""

    labels: tuple[str, ...]
    features: Mapping[str, Scores]
    steps: Scores


def save(
    folder: Path,
    fields: Mapping[str, Field],
    ranks: Mapping[str, float],
    sure: Mapping[str, float],
    stacked: Sequence[str],
) -> Path:
    """Writes the file; `stacked` are the features of the second look. Raises OSError."""
    second = frozenset(stacked)
    names = sorted({name for field in fields.values() for name in field.features})
    base = [name for name in names if name not in second]
    later = [name for name in names if name in second]
    rest = [field for key, field in fields.items() if key != "first"]
    about = {
        "format": FORMAT,
        "labels": {key: field.labels for key, field in fields.items()},
    }
    arrays = {
        "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        "table": _side_by_side(base, list(fields.values())),
        "table_names": _bytes(base),
        "stacked": _side_by_side(later, rest),
        "stacked_names": _bytes(later),
        "ranks": np.array(list(ranks.values()), dtype=np.float32),
        "ranks_names": _bytes(list(ranks)),
        "sure": np.array(list(sure.values()), dtype=np.float32),
        "sure_names": _bytes(list(sure)),
    }
    for key, field in fields.items():
        arrays[f"steps_{key}"] = field.steps.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    with path.with_suffix(".part").open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    path.with_suffix(".part").replace(path)
    return path


def _bytes(names: Sequence[str]) -> Any:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _side_by_side(names: Sequence[str], fields: Sequence[Field]) -> Any:
    blocks = []
    for field in fields:
        none = np.zeros(len(field.labels), dtype=np.float32)
        rows = [field.features.get(name, none) for name in names]
        blocks.append(np.array(rows, dtype=np.float32).reshape(len(names), len(none)))
    return np.concatenate(blocks, axis=1).astype(np.float16)
