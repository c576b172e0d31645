"""Calibration of class probabilities on out-of-fold predictions: softmax(log(p) * scale + bias)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

FLOOR = np.float32(1e-6)
"""Probabilities below this count as this: a forest may say 0."""


@dataclass(frozen=True)
class Calibration:
    kind: str
    scale: float
    bias: tuple[float, float, float]

    def apply(self, probabilities: np.ndarray) -> np.ndarray:
        logits = np.log(np.maximum(probabilities.astype(np.float64), FLOOR)) * np.float32(self.scale)
        logits = logits + np.array(self.bias, np.float32)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def manifest(self) -> dict:
        temperature = 1 / self.scale
        if self.kind == "none":
            return {"kind": "none", "description": "The library's probabilities as they are."}
        if self.kind == "temperature":
            text = f"Log probabilities divided by {temperature:.3f}, then softmax; fitted on out-of-fold predictions."
            return {"kind": "temperature", "temperature": temperature, "description": text}
        text = (
            f"Log probabilities divided by {temperature:.3f} plus a bias per class, then softmax; "
            "fitted on out-of-fold predictions."
        )
        return {"kind": "vector", "temperature": temperature, "bias": list(self.bias), "description": text}


NONE = Calibration("none", 1.0, (0.0, 0.0, 0.0))


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.mean(np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12))))


def fit(kind: str, probabilities: np.ndarray, labels: np.ndarray) -> Calibration:
    if kind == "none":
        return NONE
    free = 1 if kind == "temperature" else 3

    def calibration(parameters: np.ndarray) -> Calibration:
        sell, buy = (parameters[1], parameters[2]) if free == 3 else (0.0, 0.0)
        return Calibration(kind, float(np.exp(parameters[0])), (float(sell), 0.0, float(buy)))

    found = minimize(
        lambda parameters: log_loss(calibration(parameters).apply(probabilities), labels),
        np.zeros(free),
        method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000},
    )
    return calibration(np.round(found.x, 6))


def choose(probabilities: np.ndarray, labels: np.ndarray) -> Calibration:
    """The kind that does best on the last quarter when fitted on what comes before, then fitted on all of it."""
    early = slice(0, len(labels) * 3 // 4)
    late = slice(len(labels) * 3 // 4, None)

    def loss(kind: str) -> float:
        return log_loss(fit(kind, probabilities[early], labels[early]).apply(probabilities[late]), labels[late])

    return fit(min(("none", "temperature", "vector"), key=loss), probabilities, labels)
