"""How often the weighted consensus of all models would have been acted on, where their holdouts overlap."""

from __future__ import annotations

import numpy as np

from cards import day, percent, table
from matrices import CLASSES, TIMEFRAME_MS
from specs import Spec

THRESHOLDS = (0.40, 0.45, 0.50, 0.55, 0.60)
LEAST_AGREEMENT = 0.5


def consensus_text(answers: list[tuple[Spec, np.ndarray, np.ndarray]]) -> str:
    """At each close of the shortest timeframe, over the newest answer of every model."""
    closes = [times + TIMEFRAME_MS[spec.timeframe] for spec, times, _ in answers]
    base = min(range(len(answers)), key=lambda place: TIMEFRAME_MS[answers[place][0].timeframe])
    at = closes[base][closes[base] >= max(each[0] for each in closes)]
    newest = [
        probabilities[np.searchsorted(each, at, side="right") - 1] for each, (_, _, probabilities) in zip(closes, answers)
    ]
    weights = np.array([spec.weight for spec, _, _ in answers])
    combined = sum(weight * each for weight, each in zip(weights, newest)) / weights.sum()
    direction, confidence = combined.argmax(axis=1), combined.max(axis=1)
    agreement = sum(weight * (each.argmax(axis=1) == direction) for weight, each in zip(weights, newest))
    rows = []
    for threshold in THRESHOLDS:
        cells = [f"{threshold:.2f}"]
        for place in (2, 0):
            chosen = (direction == place) & (confidence >= threshold) & (agreement >= LEAST_AGREEMENT)
            starts = int((chosen & ~np.roll(chosen, 1)).sum())
            cells += [f"{int(chosen.sum()):,}", percent(float(chosen.mean())), str(starts)]
        rows.append(cells)
    head = ["confidence at least", "BUY closes", "share", "stretches", "SELL closes", "share", "stretches"]
    spans = f"{day(int(at[0]))} to {day(int(at[-1]))}, {len(at):,} closes"
    shares = ", ".join(f"{name} {percent(float((direction == place).mean()))}" for place, name in enumerate(CLASSES))
    return f"Consensus {spans}; direction {shares}; agreement at least {LEAST_AGREEMENT}\n\n{table(head, rows)}"
