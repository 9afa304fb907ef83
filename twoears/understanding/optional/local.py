"""A model in a folder, as people export it with Optimum: `model.onnx`, `tokenizer.json`, `config.json`.

Read with `onnxruntime` and `tokenizers`, which are not required (`twoears[local]`). Nothing in the folder is run: no
pickles, no code, and a model is one file, which is read once, digested and loaded from those very bytes.

https://huggingface.co/docs/optimum/exporters/onnx/overview
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twoears.understanding.optional.trouble import BadFolder, NotInstalled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LARGEST: Final = {"model.onnx": 2_000_000_000, "tokenizer.json": 64_000_000, "config.json": 1_000_000}  # bytes
_TOKENS: Final = 512
_KNOWN_INPUTS: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_MOST_LABELS: Final = 100
_MOST_TOKENS: Final = 2**31  # that a vocabulary may number
_AT_ONCE: Final = 16  # texts in one run
_FOLDERS: Final = 4  # models that are held at once


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds. `labels` are the model's own words, empty for one that gives places of texts."""

    digest: str
    labels: tuple[str, ...]
    several: bool
    _session: Any
    _tokenizer: Any
    _pad: int

    def shares(self, texts: Sequence[str]) -> Floats:
        """How sure the model is of each label, a row for each text."""
        rows = [self._run(texts[at : at + _AT_ONCE])[0] for at in range(0, len(texts), _AT_ONCE)]
        found = np.concatenate(rows) if rows else np.zeros((0, len(self.labels)))
        if found.ndim != 2 or found.shape[1] != len(self.labels):
            raise BadFolder(f"The model gives {found.shape[-1]} numbers for a text, and has {len(self.labels)} labels.")
        return _one_by_one(found) if self.several else _together(found)

    def places(self, texts: Sequence[str]) -> Floats:
        """A row of numbers of length 1 for each text: the mean of its words where the model does not say one itself."""
        rows = [_mean(*self._run(texts[at : at + _AT_ONCE])) for at in range(0, len(texts), _AT_ONCE)]
        found = np.concatenate(rows) if rows else np.zeros((0, 1))
        size: Floats = np.linalg.norm(found, axis=1, keepdims=True)
        placed: Floats = found / np.where(size > 0, size, 1.0)
        return placed

    def _run(self, texts: Sequence[str]) -> tuple[Floats, Ints]:
        read = self._tokenizer.encode_batch(list(texts))
        longest = max([1, *(len(one.ids) for one in read)])
        given = {
            "input_ids": _padded([one.ids for one in read], longest, self._pad),
            "attention_mask": _padded([one.attention_mask for one in read], longest, 0),
            "token_type_ids": _padded([one.type_ids for one in read], longest, 0),
        }
        wanted = {one.name: given[one.name] for one in self._session.get_inputs()}
        try:
            found = self._session.run([_wanted_of(self._session, bool(self.labels))], wanted)[0]
        except Exception as error:  # the library has no error of its own that names all of these
            raise BadFolder(f"The model cannot read: {_first_line(error)}") from error
        rows = np.asarray(found, dtype=np.float64)
        if not np.isfinite(rows).all():
            raise BadFolder("The model gives what is no number.")
        return rows, given["attention_mask"]


def opened(path: str) -> Folder:
    """What `path` holds, as it is now. Raises CannotAsk: NotInstalled or BadFolder."""
    folder = Path(path)
    if not folder.is_absolute() or not _is_folder(folder):
        raise BadFolder(f"{path[:200]!r} is no folder on this machine, or not its whole path.")
    stamps = tuple(_stamp(folder / name, most) for name, most in _LARGEST.items())
    return _opened(path, stamps)


@lru_cache(maxsize=_FOLDERS)
def _opened(path: str, stamps: tuple[tuple[int, int], ...]) -> Folder:
    onnx, tokenizers = _library("onnxruntime"), _library("tokenizers")
    folder = Path(path)
    model, words, config = ((folder / name).read_bytes() for name in _LARGEST)
    told = _config(config)
    try:
        tokenizer = tokenizers.Tokenizer.from_str(words.decode("utf8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(_longest(told))
        options = onnx.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 1, 4
        session = onnx.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
    except Exception as error:  # as above: a damaged file is told in a dozen ways
        raise BadFolder(f"{path} cannot be loaded: {_first_line(error)}") from error
    strange = {one.name for one in session.get_inputs()} - _KNOWN_INPUTS
    if strange:
        raise BadFolder(f"The model asks for {', '.join(sorted(strange))}, which no text gives.")
    sums = sha256(b"".join(sha256(part).digest() for part in (model, words, config))).hexdigest()
    pad = told.get("pad_token_id")
    pad = pad if isinstance(pad, int) and 0 <= pad < _MOST_TOKENS else 0
    labels = _labels(told) if "logits" in [one.name for one in session.get_outputs()] else ()
    several = told.get("problem_type") == "multi_label_classification"
    return Folder(sums, labels, several, session, tokenizer, pad)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise NotInstalled(f"The library {name} is not here.") from error


def _stamp(file: Path, most: int) -> tuple[int, int]:
    """What changes when a file does."""
    try:
        found = file.stat()
    except OSError as error:
        raise BadFolder(f"{file} cannot be read: {error.strerror or error}.") from error
    if not file.is_file() or not 0 < found.st_size <= most:
        raise BadFolder(f"{file.name} should be a file of up to {most:,} bytes.")
    return found.st_size, found.st_mtime_ns


def _config(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadFolder("config.json is no JSON.") from error
    if not isinstance(told, dict):
        raise BadFolder("config.json says nothing of a model.")
    return told


def _labels(told: dict[str, Any]) -> tuple[str, ...]:
    """`id2label` in the order of its numbers."""
    try:
        names = {int(key): str(value).strip() for key, value in told["id2label"].items()}
    except (KeyError, ValueError, AttributeError) as error:
        raise BadFolder("config.json does not name the labels (id2label).") from error
    labels = tuple(names[key] for key in sorted(names))
    if (
        sorted(names) != list(range(len(names)))
        or not 1 < len(labels) <= _MOST_LABELS
        or len(set(labels)) < len(labels)
    ):
        raise BadFolder(f"config.json should name 2 to {_MOST_LABELS} labels, each by its number.")
    return labels


def _longest(told: dict[str, Any]) -> int:
    most = told.get("max_position_embeddings")
    # Some count two places for themselves.
    return max(8, min(_TOKENS, most - 2)) if isinstance(most, int) else _TOKENS


def _wanted_of(session: Any, labels: bool) -> str:
    names = [one.name for one in session.get_outputs()]
    wanted = ("logits",) if labels else ("sentence_embedding", "last_hidden_state", "token_embeddings")
    return next((name for name in wanted if name in names), names[0])


def _padded(rows: Sequence[Sequence[int]], longest: int, pad: int) -> Ints:
    return np.array([[*row, *[pad] * (longest - len(row))] for row in rows], dtype=np.int64).reshape(len(rows), longest)


def _together(rows: Floats) -> Floats:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _one_by_one(rows: Floats) -> Floats:
    shares: Floats = 1.0 / (1.0 + np.exp(-np.clip(rows, -50, 50)))
    return shares


def _mean(rows: Floats, mask: Ints) -> Floats:
    if rows.ndim == 2:
        return rows
    if rows.ndim != 3:
        raise BadFolder("The model gives no places of texts.")
    kept = mask[:, :, None].astype(np.float64)
    means: Floats = (rows * kept).sum(axis=1) / np.maximum(kept.sum(axis=1), 1.0)
    return means


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
