"""The five models: what each learns from, how it is fitted, and how it becomes ONNX."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

import lightgbm
import numpy as np
import onnx
import xgboost
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType as SklearnFloats
from sklearn.ensemble import RandomForestClassifier

from calibration import Calibration
from graph import OPSET, calibrated
from matrices import Matrix

SEED = 20_260_101


@dataclass(frozen=True)
class Spec:
    id: str
    name: str
    algorithm: str
    timeframe: str
    weight: float
    horizon: int
    candidates: list[dict]
    """Parameters to choose from by walk-forward, the expected one first."""
    strides: dict[str, int] = field(default_factory=lambda: {"BTC": 1, "ETH": 1, "SOL": 1})
    """Every how many rows of each market are learnt from."""

    @property
    def barriers(self) -> dict:
        return {"horizonCandles": self.horizon, "upMultiple": 1.2, "downMultiple": 0.8, "halfLifeCandles": 96}


@dataclass(frozen=True)
class Fitted:
    predict: Callable[[np.ndarray], np.ndarray]
    """Features (float32) to uncalibrated class probabilities."""
    to_onnx: Callable[[Calibration, str], onnx.ModelProto]
    importance: np.ndarray
    """Share of the gain of each feature."""


def fit(spec: Spec, rows: Matrix, parameters: dict) -> Fitted:
    return {"xgboost": fit_xgboost, "randomForest": fit_forest, "lightgbm": fit_lightgbm}[spec.algorithm](
        rows, parameters
    )


def fit_xgboost(rows: Matrix, parameters: dict) -> Fitted:
    width = rows.features.shape[1]
    fixed = {
        "objective": "multi:softprob",
        "num_class": 3,
        "tree_method": "hist",
        "max_bin": 64,
        "subsample": 0.6,
        "reg_lambda": 20,
        "nthread": 1,
        "seed": SEED,
    }
    trees = parameters["trees"]
    rest = {key: value for key, value in parameters.items() if key != "trees"}
    booster = xgboost.train({**fixed, **rest}, xgboost.DMatrix(rows.features, rows.labels), trees)
    gains = booster.get_score(importance_type="total_gain")
    importance = np.array([gains.get(f"f{place}", 0.0) for place in range(width)])

    def to_onnx(calibration: Calibration, name: str) -> onnx.ModelProto:
        inputs = [("features", FloatTensorType([None, width]))]
        return calibrated(convert_xgboost(booster, initial_types=inputs, target_opset=OPSET), width, calibration, name)

    return Fitted(lambda features: booster.predict(xgboost.DMatrix(features)), to_onnx, importance / importance.sum())


def fit_lightgbm(rows: Matrix, parameters: dict) -> Fitted:
    width = rows.features.shape[1]
    fixed = {
        "objective": "multiclass",
        "num_class": 3,
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
    trees = parameters["trees"]
    rest = {key: value for key, value in parameters.items() if key != "trees"}
    booster = lightgbm.train({**fixed, **rest}, lightgbm.Dataset(rows.features, rows.labels), trees)
    importance = booster.feature_importance("gain")

    def to_onnx(calibration: Calibration, name: str) -> onnx.ModelProto:
        inputs = [("features", FloatTensorType([None, width]))]
        model = convert_lightgbm(booster, initial_types=inputs, target_opset=OPSET, zipmap=False)
        return calibrated(model, width, calibration, name)

    return Fitted(booster.predict, to_onnx, importance / importance.sum())


def fit_forest(rows: Matrix, parameters: dict) -> Fitted:
    width = rows.features.shape[1]
    forest = RandomForestClassifier(n_jobs=1, random_state=SEED, **parameters)
    forest.fit(rows.features, rows.labels)

    def to_onnx(calibration: Calibration, name: str) -> onnx.ModelProto:
        inputs = [("features", SklearnFloats([None, width]))]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = convert_sklearn(
                forest, initial_types=inputs, target_opset=OPSET, options={"zipmap": False, "nocl": True}
            )
        return calibrated(model, width, calibration, name)

    return Fitted(forest.predict_proba, to_onnx, forest.feature_importances_)
