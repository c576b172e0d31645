"""Calibration on out-of-fold predictions of the two questions a model answers: is a barrier reached, and is it the upper one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from matrices import CLASSES

FLOOR = np.float32(1e-6)
"""Probabilities below this count as this: a forest may say 0."""
HOLD = CLASSES.index("HOLD")
BUY = CLASSES.index("BUY")


@dataclass(frozen=True)
class Answers:
    """Uncalibrated probabilities, one per row."""

    reach: np.ndarray
    """That a barrier is reached in time."""
    upper: np.ndarray
    """That it is the upper one, if one is."""

    def rows(self, keep) -> "Answers":
        return Answers(self.reach[keep], self.upper[keep])


@dataclass(frozen=True)
class Logit:
    """logit(p) * scale + bias."""

    scale: float = 1.0
    bias: float = 0.0

    def apply(self, probabilities: np.ndarray) -> np.ndarray:
        chance = probabilities.astype(np.float64)
        logits = np.log(np.maximum(chance, FLOOR)) - np.log(np.maximum(1 - chance, FLOOR))
        return 1 / (1 + np.exp(-(logits * np.float32(self.scale) + np.float32(self.bias))))


@dataclass(frozen=True)
class Calibration:
    reach: Logit
    upper: Logit

    def apply(self, answers: Answers) -> np.ndarray:
        """Class probabilities in the order of CLASSES."""
        reach, upper = self.reach.apply(answers.reach), self.upper.apply(answers.upper)
        return np.stack([reach * (1 - upper), 1 - reach, reach * upper], axis=1)

    def manifest(self) -> dict:
        parts = (self.reach, self.upper)
        if all(part == Logit() for part in parts):
            return {"kind": "none", "description": "The probabilities of the library as they are."}
        return {
            "kind": "vector" if any(part.bias != 0 for part in parts) else "temperature",
            "reach": {"scale": self.reach.scale, "bias": self.reach.bias},
            "upper": {"scale": self.upper.scale, "bias": self.upper.bias},
            "description": (
                f"Log odds that a barrier is reached x {self.reach.scale:.3f} {self.reach.bias:+.3f}, and that it is the upper "
                f"one x {self.upper.scale:.3f} {self.upper.bias:+.3f} (Platt); fitted on out-of-fold predictions."
            ),
        }


NONE = Calibration(Logit(), Logit())


def log_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.mean(np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12))))


def binary_loss(probabilities: np.ndarray, truth: np.ndarray) -> float:
    return float(-np.mean(np.log(np.maximum(np.where(truth, probabilities, 1 - probabilities), 1e-12))))


def fit_logit(free: int, probabilities: np.ndarray, truth: np.ndarray) -> Logit:
    """With no, one (scale) or two free parameters."""
    if free == 0:
        return Logit()

    def logit(parameters: np.ndarray) -> Logit:
        return Logit(float(np.exp(parameters[0])), float(parameters[1]) if free == 2 else 0.0)

    found = minimize(
        lambda parameters: binary_loss(logit(parameters).apply(probabilities), truth),
        np.zeros(free),
        method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000},
    )
    fitted = logit(found.x)
    return Logit(round(fitted.scale, 5), round(fitted.bias, 5))


def choose_logit(probabilities: np.ndarray, truth: np.ndarray) -> Logit:
    """As many parameters as do best on the last quarter when fitted on what comes before, then fitted on all of it."""
    cut = len(truth) * 3 // 4

    def loss(free: int) -> float:
        logit = fit_logit(free, probabilities[:cut], truth[:cut])
        return binary_loss(logit.apply(probabilities[cut:]), truth[cut:])

    return fit_logit(min((0, 1, 2), key=loss), probabilities, truth)


def choose(answers: Answers, labels: np.ndarray) -> Calibration:
    reached = labels != HOLD
    return Calibration(
        choose_logit(answers.reach, reached), choose_logit(answers.upper[reached], labels[reached] == BUY)
    )
