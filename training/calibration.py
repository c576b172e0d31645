"""Calibration on out-of-fold predictions of the two questions a model answers: is a barrier reached, and is it the upper one.

Both kinds are affine in what the trees add up, so that they become part of the trees themselves: see graph.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from matrices import CLASSES

HOLD = CLASSES.index("HOLD")
BUY = CLASSES.index("BUY")
PARTS = 4
LEAST = np.float32(0.02)
"""Least and, from the other end, greatest probability after a linear calibration."""


@dataclass(frozen=True)
class Answers:
    """Uncalibrated probabilities, one per row."""

    reach: np.ndarray
    """That a barrier is reached in time."""
    upper: np.ndarray
    """That it is the upper one, if one is."""


@dataclass(frozen=True)
class Scaling:
    """`scale` and `bias` of the log odds (boosted trees), or of the probability itself (forests)."""

    of: str
    scale: float = 1.0
    bias: float = 0.0

    def apply(self, probabilities: np.ndarray) -> np.ndarray:
        chance = probabilities.astype(np.float64)
        if self.of == "probability":
            return np.clip(chance * self.scale + self.bias, LEAST, 1 - LEAST)
        chance = np.clip(chance, 1e-9, 1 - 1e-9)
        return 1 / (1 + np.exp(-(np.log(chance / (1 - chance)) * self.scale + self.bias)))

    @property
    def is_identity(self) -> bool:
        return self.scale == 1 and self.bias == 0


@dataclass(frozen=True)
class Calibration:
    reach: Scaling
    upper: Scaling

    def apply(self, answers: Answers) -> np.ndarray:
        """Class probabilities in the order of CLASSES."""
        reach, upper = self.reach.apply(answers.reach), self.upper.apply(answers.upper)
        return np.stack([reach * (1 - upper), 1 - reach, reach * upper], axis=1)

    def manifest(self) -> dict:
        parts = (self.reach, self.upper)
        if all(part.is_identity for part in parts):
            return {"kind": "none", "description": "The probabilities of the library as they are."}
        texts = [f"{part.of} x {part.scale:.3f} {part.bias:+.3f}" for part in parts]
        return {
            "kind": "vector" if any(part.bias != 0 for part in parts) else "temperature",
            "reach": {"of": self.reach.of, "scale": self.reach.scale, "bias": self.reach.bias},
            "upper": {"of": self.upper.of, "scale": self.upper.scale, "bias": self.upper.bias},
            "description": (
                f"That a barrier is reached: {texts[0]}; that it is the upper one: {texts[1]}; fitted on out-of-fold predictions."
            ),
        }


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.mean(np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12))))


def binary_loss(probabilities: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.mean(np.log(np.maximum(np.where(truth, probabilities, 1 - probabilities), 1e-12))))


def fit_scaling(of: str, free: int, probabilities: np.ndarray, truth: np.ndarray) -> Scaling:
    """With no, one (scale) or two free parameters."""
    if free == 0:
        return Scaling(of)

    def scaling(parameters: np.ndarray) -> Scaling:
        scale = float(np.exp(parameters[0]))
        # One parameter stretches around what is neither likely nor unlikely: log odds 0, or one half.
        centre = 0.0 if of == "log odds" else 0.5 * (1 - scale)
        return Scaling(of, scale, centre + (float(parameters[1]) if free == 2 else 0.0))

    found = minimize(
        lambda parameters: binary_loss(scaling(parameters).apply(probabilities), truth),
        np.zeros(free),
        method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000},
    )
    fitted = scaling(found.x)
    return Scaling(of, round(fitted.scale, 5), round(fitted.bias, 5))


def choose_scaling(of: str, probabilities: np.ndarray, truth: np.ndarray) -> Scaling:
    """As many parameters as do best on each later quarter when fitted on the quarters before it, then fitted on all of them."""
    edges = np.linspace(0, len(truth), PARTS + 1).astype(int)

    def loss(free: int) -> float:
        total = 0.0
        for first, end in zip(edges[1:-1], edges[2:]):
            scaling = fit_scaling(of, free, probabilities[:first], truth[:first])
            total += binary_loss(scaling.apply(probabilities[first:end]), truth[first:end])
        return total

    return fit_scaling(of, min((0, 1, 2), key=loss), probabilities, truth)


def scale_of(algorithm: str) -> str:
    """What trees of that kind add up."""
    return "probability" if algorithm == "randomForest" else "log odds"


def choose(algorithm: str, answers: Answers, labels: np.ndarray) -> Calibration:
    of = scale_of(algorithm)
    reached = labels != HOLD
    return Calibration(
        choose_scaling(of, answers.reach, reached),
        choose_scaling(of, answers.upper[reached], labels[reached] == BUY),
    )
