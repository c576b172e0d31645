"""Walk-forward folds: training rows end before a test begins, by more than a label can look ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matrices import TIMEFRAME_MS, Matrix

DAY_MS = 86_400_000
HOLDOUT_SHARE = 0.2
FOLDS = 4
FIRST_TRAINING_SHARE = 0.4


@dataclass(frozen=True)
class Fold:
    train_before: int
    """Open times of training rows are below this: purged by the horizon, and an embargo of another horizon."""
    first: int
    end: int
    """Rows of the principal matrix that are tested: [first, end)."""


def gap_ms(timeframe: str, horizon: int) -> int:
    return 2 * horizon * TIMEFRAME_MS[timeframe]


def holdout_start(matrix: Matrix, timeframe: str, days: int) -> int:
    """First row of the holdout: the last fifth of what training and holdout use, training going back so many days."""
    training = days * DAY_MS // TIMEFRAME_MS[timeframe]
    used = min(len(matrix.times), training / (1 - HOLDOUT_SHARE))
    return len(matrix.times) - int(used * HOLDOUT_SHARE)


def walk_forward(matrix: Matrix, end: int, timeframe: str, horizon: int) -> Iterator[Fold]:
    """Folds over the rows before the holdout, which begins at row `end`."""
    edges = np.linspace(end * FIRST_TRAINING_SHARE, end, FOLDS + 1).astype(int)
    for first, last in zip(edges[:-1], edges[1:]):
        yield Fold(int(matrix.times[first]) - gap_ms(timeframe, horizon), int(first), int(last))


def training_rows(matrices: list[Matrix], before: int, strides: list[int], days: int) -> Matrix:
    """Rows of all markets in the days before a time, every `stride`th of each: neighbours say nearly the same."""
    parts = [
        matrix.rows(np.flatnonzero(span(matrix, before, days))[::stride]) for matrix, stride in zip(matrices, strides)
    ]
    return Matrix(
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )


def span(matrix: Matrix, before: int, days: int) -> np.ndarray:
    """Which rows lie in the days before a time."""
    return (matrix.times < before) & (matrix.times >= before - days * DAY_MS)
