"""Tiny models in folders, as Optimum writes them: a classifier and an encoder that know a few words."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

WORDS = ("[PAD]", "[UNK]", "love", "great", "broke", "price", "help")
# What each word adds to each label.
LABELS = ("NEG", "POS")
WEIGHTS = np.array([[0, 0], [0, 0], [-2, 4], [-1, 2], [4, -2], [0, 0], [0, 0]], dtype=np.float32)
PLACES = np.eye(len(WORDS), 6, dtype=np.float32)


def _tokenizer(folder: Path) -> None:
    made = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = Whitespace()
    made.save(str(folder / "tokenizer.json"))


def _model(folder: Path, table: np.ndarray, nodes: list[onnx.NodeProto], output: str, shape: list[object]) -> None:
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in ("input_ids", "attention_mask")
    ]
    made = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
    held = [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1], np.int64), "one")]
    held += [numpy_helper.from_array(np.array([2], np.int64), "two")]
    graph = helper.make_graph(nodes, "small", given, [made], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    (folder / "model.onnx").write_bytes(model.SerializeToString())


def classifier(folder: Path, table: np.ndarray = WEIGHTS, **config: object) -> Path:
    """A classifier that sums what each word adds to each label."""
    folder.mkdir(parents=True, exist_ok=True)
    _tokenizer(folder)
    _model(folder, table, [
        helper.make_node("Gather", ["table", "input_ids"], ["looked"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "two"], ["wide"]),
        helper.make_node("Mul", ["looked", "wide"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "one"], ["logits"], keepdims=0),
    ], "logits", ["b", table.shape[1]])  # fmt: skip
    told = {"id2label": {str(at): label for at, label in enumerate(LABELS)}, "pad_token_id": 0} | config
    (folder / "config.json").write_text(json.dumps(told), "utf8")
    return folder


def encoder(folder: Path) -> Path:
    """An encoder that gives each word a direction of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    _tokenizer(folder)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"]),
        helper.make_node("Identity", ["attention_mask"], ["unused"]),
    ]
    _model(folder, PLACES, nodes, "last_hidden_state", ["b", "t", 6])
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 0}), "utf8")
    return folder
