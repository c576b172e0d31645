"""How a model is fitted and becomes ONNX. It answers two questions: is a barrier reached in time, and if so, is it the upper
one? The first is about volatility and can be learnt well, the second is about direction and needs a much plainer model."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import lightgbm
import numpy as np
import onnx
import xgboost
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType as SklearnFloats
from sklearn.ensemble import RandomForestClassifier

from calibration import BUY, HOLD, Answers, Calibration
from graph import OPSET, calibrated
from matrices import Matrix

SEED = 20_260_101


@dataclass(frozen=True)
class Binary:
    """A fitted answer to one question."""

    predict: Callable[[np.ndarray], np.ndarray]
    """Features (float32) to the probability of yes."""
    to_onnx: Callable[[], onnx.ModelProto]
    importance: np.ndarray
    """Share of the gain of each feature."""


@dataclass(frozen=True)
class Fitted:
    reach: Binary
    upper: Binary

    def answers(self, features: np.ndarray) -> Answers:
        return Answers(self.reach.predict(features), self.upper.predict(features))

    def to_onnx(self, calibration: Calibration, width: int, name: str) -> onnx.ModelProto:
        return calibrated(self.reach.to_onnx(), self.upper.to_onnx(), width, calibration, name)


def fit(algorithm: str, rows: Matrix, parameters: dict) -> Fitted:
    """`parameters`: those of the two questions."""
    return Fitted(*(fit_question(algorithm, question, rows, parameters[question]) for question in ("reach", "upper")))


def fit_question(algorithm: str, question: str, rows: Matrix, parameters: dict) -> Binary:
    binary = {"xgboost": fit_xgboost, "randomForest": fit_forest, "lightgbm": fit_lightgbm}[algorithm]
    reached = rows.labels != HOLD
    if question == "reach":
        return binary(rows.features, reached.astype(np.int64), parameters)
    return binary(rows.features[reached], (rows.labels[reached] == BUY).astype(np.int64), parameters)


def fit_xgboost(features: np.ndarray, truth: np.ndarray, parameters: dict) -> Binary:
    width = features.shape[1]
    fixed = {
        "objective": "binary:logistic",
        "tree_method": "hist",
        "max_bin": 64,
        "subsample": 0.6,
        "reg_lambda": 20,
        "nthread": 1,
        "seed": SEED,
    }
    rest = {key: value for key, value in parameters.items() if key != "trees"}
    booster = xgboost.train({**fixed, **rest}, xgboost.DMatrix(features, truth), parameters["trees"])
    gains = booster.get_score(importance_type="total_gain")
    importance = np.array([gains.get(f"f{place}", 0.0) for place in range(width)])
    inputs = [("features", FloatTensorType([None, width]))]
    return Binary(
        lambda rows: booster.predict(xgboost.DMatrix(rows)),
        lambda: convert_xgboost(booster, initial_types=inputs, target_opset=OPSET),
        importance / importance.sum(),
    )


def fit_lightgbm(features: np.ndarray, truth: np.ndarray, parameters: dict) -> Binary:
    fixed = {
        "objective": "binary",
        "max_bin": 63,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 20,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "seed": SEED,
        "verbosity": -1,
    }
    rest = {key: value for key, value in parameters.items() if key != "trees"}
    booster = lightgbm.train({**fixed, **rest}, lightgbm.Dataset(features, truth), parameters["trees"])
    importance = booster.feature_importance("gain")
    inputs = [("features", FloatTensorType([None, features.shape[1]]))]
    return Binary(
        booster.predict,
        lambda: convert_lightgbm(booster, initial_types=inputs, target_opset=OPSET, zipmap=False),
        importance / importance.sum(),
    )


def fit_forest(features: np.ndarray, truth: np.ndarray, parameters: dict) -> Binary:
    rest = {key: value for key, value in parameters.items() if key != "trees"}
    forest = RandomForestClassifier(parameters["trees"], n_jobs=1, random_state=SEED, **rest)
    forest.fit(features, truth)
    inputs = [("features", SklearnFloats([None, features.shape[1]]))]

    def to_onnx() -> onnx.ModelProto:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return convert_sklearn(forest, initial_types=inputs, target_opset=OPSET, options={"zipmap": False})

    return Binary(lambda rows: forest.predict_proba(rows)[:, 1], to_onnx, forest.feature_importances_)
