"""ONNX: the tree nodes of a library's converter for both questions, their calibration, and the three classes they make."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from calibration import FLOOR, Calibration, Logit

OPSET = 15
IR_VERSION = 8


def binary_answer(converted: onnx.ModelProto, question: str, logit: Logit) -> tuple[list, dict[str, np.ndarray]]:
    """Nodes that end in `<question>`: calibrated [no, yes], and the constants they use."""
    trees = [node for node in converted.graph.node if node.op_type == "TreeEnsembleClassifier"]
    if len(trees) != 1:
        raise ValueError(f"expected one tree ensemble, found {[node.op_type for node in converted.graph.node]}")
    tree = onnx.NodeProto()
    tree.CopyFrom(trees[0])
    tree.name = f"{question}_trees"
    del tree.input[:], tree.output[:]
    tree.input.append("features")
    tree.output.extend([f"{question}_label", f"{question}_raw"])
    names = [f"{question}_{step}" for step in ("raw", "positive", "logs", "scaled", "logits")]
    nodes = [
        tree,
        helper.make_node("Max", [names[0], "floor"], [names[1]]),
        helper.make_node("Log", [names[1]], [names[2]]),
        helper.make_node("Mul", [names[2], f"{question}_scale"], [names[3]]),
        helper.make_node("Add", [names[3], f"{question}_bias"], [names[4]]),
        helper.make_node("Softmax", [names[4]], [question], axis=1),
    ]
    constants = {
        f"{question}_scale": np.array(logit.scale, np.float32),
        f"{question}_bias": np.array([[0.0, logit.bias]], np.float32),
    }
    return nodes, constants


def calibrated(
    reach: onnx.ModelProto, upper: onnx.ModelProto, width: int, calibration: Calibration, name: str
) -> onnx.ModelProto:
    """SELL = reached x lower, HOLD = not reached, BUY = reached x upper."""
    reach_nodes, reach_constants = binary_answer(reach, "reach", calibration.reach)
    upper_nodes, upper_constants = binary_answer(upper, "upper", calibration.upper)
    nodes = [
        *reach_nodes,
        *upper_nodes,
        helper.make_node("Gather", ["reach", "no"], ["hold"], axis=1),
        helper.make_node("Gather", ["reach", "yes"], ["reached"], axis=1),
        helper.make_node("Mul", ["reached", "upper"], ["sides"]),
        helper.make_node("Gather", ["sides", "no"], ["sell"], axis=1),
        helper.make_node("Gather", ["sides", "yes"], ["buy"], axis=1),
        helper.make_node("Concat", ["sell", "hold", "buy"], ["probabilities"], axis=1),
    ]
    constants = {
        "floor": np.array(FLOOR, np.float32),
        "no": np.array([0], np.int64),
        "yes": np.array([1], np.int64),
        **reach_constants,
        **upper_constants,
    }
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 3])],
        [numpy_helper.from_array(value, key) for key, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="foredeck", ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model
