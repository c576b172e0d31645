"""ONNX: the tree node of a library's converter, then the calibration; one input `features`, one output `probabilities`."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from calibration import FLOOR, Calibration

OPSET = 15
IR_VERSION = 8


def calibrated(converted: onnx.ModelProto, width: int, calibration: Calibration, name: str) -> onnx.ModelProto:
    trees = [node for node in converted.graph.node if node.op_type == "TreeEnsembleClassifier"]
    if len(trees) != 1:
        raise ValueError(f"expected one tree ensemble, found {[node.op_type for node in converted.graph.node]}")
    tree = onnx.NodeProto()
    tree.CopyFrom(trees[0])
    del tree.input[:], tree.output[:]
    tree.input.append("features")
    tree.output.extend(["label", "raw"])
    constants = {
        "floor": np.array(FLOOR, np.float32),
        "scale": np.array(calibration.scale, np.float32),
        "bias": np.array([calibration.bias], np.float32),
    }
    nodes = [
        tree,
        helper.make_node("Max", ["raw", "floor"], ["positive"]),
        helper.make_node("Log", ["positive"], ["logs"]),
        helper.make_node("Mul", ["logs", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
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
