"""ONNX: the tree nodes of a library's converter for both questions, calibrated, and the three classes they make.

Calibration is affine in what the trees add up, so it is written into their leaves and base value. Behind the trees there are
only products and differences of single numbers: these round the same way one by one and many at once, which functions like
Log or Softmax do not, so that a row has the same probabilities, to the bit, alone and in any batch.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from calibration import LEAST, Calibration, Scaling

OPSET = 15
IR_VERSION = 8


def calibrated_trees(converted: onnx.ModelProto, question: str, scaling: Scaling) -> onnx.NodeProto:
    """The tree node with outputs `<question>_label` and `<question>_pair` = [no, yes]."""
    trees = [node for node in converted.graph.node if node.op_type == "TreeEnsembleClassifier"]
    if len(trees) != 1:
        raise ValueError(f"expected one tree ensemble, found {[node.op_type for node in converted.graph.node]}")
    values = {attribute.name: helper.get_attribute_value(attribute) for attribute in trees[0].attribute}
    transform = b"NONE" if scaling.of == "probability" else b"LOGISTIC"
    if values["post_transform"] != transform or len(set(values["class_ids"])) != 1:
        raise ValueError(f"expected one sum per row, then {transform!r}, found {values['post_transform']!r}")
    base = values.get("base_values", [0.0])[0]
    values["class_weights"] = [float(weight) for weight in np.array(values["class_weights"]) * scaling.scale]
    values["base_values"] = [float(base * scaling.scale + scaling.bias)]
    outputs = [f"{question}_label", f"{question}_pair"]
    return helper.make_node(
        "TreeEnsembleClassifier", ["features"], outputs, f"{question}_trees", domain="ai.onnx.ml", **values
    )


def answer(converted: onnx.ModelProto, question: str, scaling: Scaling) -> list[onnx.NodeProto]:
    """Nodes that end in `<question>` and `<question>_not`, one column each."""
    column = f"{question}_column" if scaling.of == "probability" else question
    nodes = [
        calibrated_trees(converted, question, scaling),
        helper.make_node("Gather", [f"{question}_pair", "yes"], [column], axis=1),
    ]
    if scaling.of == "probability":
        nodes.append(helper.make_node("Clip", [column, "least", "most"], [question]))
    return [*nodes, helper.make_node("Sub", ["one", question], [f"{question}_not"])]


def calibrated(
    reach: onnx.ModelProto, upper: onnx.ModelProto, width: int, calibration: Calibration, name: str
) -> onnx.ModelProto:
    """SELL = reached x lower, HOLD = not reached, BUY = reached x upper."""
    nodes = [
        *answer(reach, "reach", calibration.reach),
        *answer(upper, "upper", calibration.upper),
        helper.make_node("Mul", ["reach", "upper_not"], ["sell"]),
        helper.make_node("Mul", ["reach", "upper"], ["buy"]),
        helper.make_node("Concat", ["sell", "reach_not", "buy"], ["probabilities"], axis=1),
    ]
    constants = {"yes": np.array([1], np.int64), "one": np.array(1, np.float32)}
    if "probability" in (calibration.reach.of, calibration.upper.of):
        constants |= {"least": np.array(LEAST, np.float32), "most": np.array(1 - LEAST, np.float32)}
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
