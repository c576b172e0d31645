"""Figures of predictions beside the class prior's, with block-bootstrap intervals. Definitions are the product's own."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import roc_auc_score

from calibration import log_loss
from matrices import CLASSES, shares

HOLD = CLASSES.index("HOLD")
BINS = 10
REPLICATES = 400
LIVE_WINDOW = 500
"""Outcomes in a row that live scores are measured over at first."""
THRESHOLDS = (0.40, 0.45, 0.50, 0.55, 0.60)


def briers(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Sum over the classes of (probability - outcome)^2, per row, 0..2."""
    return ((probabilities - np.eye(3)[labels]) ** 2).sum(axis=1)


def reliability(probabilities: np.ndarray, labels: np.ndarray) -> list[dict]:
    """Confidence of the likeliest class against how often it came true, in ten bins of equal width."""
    confidence, hit = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    places = np.minimum(BINS - 1, (confidence * BINS).astype(int))
    return [
        {
            "predicted": float(confidence[places == place].mean()),
            "observed": float(hit[places == place].mean()),
            "count": int((places == place).sum()),
        }
        for place in range(BINS)
        if (places == place).any()
    ]


def ece(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Mean |confidence - hit rate| over the bins, by their counts."""
    bins = reliability(probabilities, labels)
    return sum(each["count"] * abs(each["predicted"] - each["observed"]) for each in bins) / len(labels)


def class_eces(probabilities: np.ndarray, labels: np.ndarray) -> dict:
    """The same of each class by itself."""
    found = {}
    for place, name in enumerate(CLASSES):
        bins = np.minimum(BINS - 1, (probabilities[:, place] * BINS).astype(int))
        gaps = [
            abs((probabilities[bins == each, place] - (labels[bins == each] == place)).sum()) for each in np.unique(bins)
        ]
        found[name.lower()] = float(sum(gaps) / len(labels))
    return found


def area(truth: np.ndarray, scores: np.ndarray) -> float:
    return float(roc_auc_score(truth, scores)) if 0 < truth.sum() < len(truth) else 0.5


def directional_auc(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """BUY against SELL among rows whose market reached a barrier."""
    hits = labels != HOLD
    p = probabilities[hits]
    return area(labels[hits] == 2, p[:, 2] / (p[:, 0] + p[:, 2]))


def block_intervals(probabilities: np.ndarray, labels: np.ndarray, prior: np.ndarray, block: int) -> dict:
    """95 % intervals: blocks of rows drawn with replacement, long enough to hold labels that overlap together."""
    rng = np.random.default_rng(7)
    count = len(labels)
    base = np.tile(prior, (count, 1))
    drawn: dict[str, list[float]] = {"brier": [], "ece": [], "improvement": [], "directionalAuc": []}
    row_briers = briers(probabilities, labels)
    for _ in range(REPLICATES):
        starts = rng.integers(0, count - block + 1, size=-(-count // block))
        rows = (starts[:, None] + np.arange(block)).ravel()[:count]
        drawn["brier"].append(float(row_briers[rows].mean()))
        drawn["ece"].append(ece(probabilities[rows], labels[rows]))
        drawn["improvement"].append(1 - log_loss(probabilities[rows], labels[rows]) / log_loss(base[rows], labels[rows]))
        drawn["directionalAuc"].append(directional_auc(probabilities[rows], labels[rows]))
    return {key: [float(x) for x in np.quantile(values, (0.025, 0.975))] for key, values in drawn.items()}


def live_bounds(probabilities: np.ndarray, labels: np.ndarray) -> dict:
    """What 97.5 % of all stretches of LIVE_WINDOW outcomes stay below: live scores are measured over no more."""
    row_briers = briers(probabilities, labels)
    starts = range(0, len(labels) - LIVE_WINDOW + 1, 25)
    parts = [slice(start, start + LIVE_WINDOW) for start in starts]
    return {
        "brierHigh": float(np.quantile([row_briers[part].mean() for part in parts], 0.975)),
        "eceHigh": float(np.quantile([ece(probabilities[part], labels[part]) for part in parts], 0.975)),
    }


def summary(probabilities: np.ndarray, labels: np.ndarray, prior: np.ndarray) -> dict:
    base = np.tile(prior, (len(labels), 1))
    loss, prior_loss = log_loss(probabilities, labels), log_loss(base, labels)
    return {
        "rows": int(len(labels)),
        "classShares": dict(zip(("sell", "hold", "buy"), map(float, shares(labels)))),
        "logLoss": loss,
        "priorLogLoss": prior_loss,
        "improvement": 1 - loss / prior_loss,
        "brier": float(briers(probabilities, labels).mean()),
        "priorBrier": float(briers(base, labels).mean()),
        "ece": ece(probabilities, labels),
        "priorEce": ece(base, labels),
        "auc": {name.lower(): area(labels == place, probabilities[:, place]) for place, name in enumerate(CLASSES)},
        "directionalAuc": directional_auc(probabilities, labels),
    }


def actionable(probabilities: np.ndarray, labels: np.ndarray) -> list[dict]:
    """Predictions whose likeliest class is BUY or SELL with at least a confidence, and how often that came true."""
    direction, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    found = []
    for threshold in THRESHOLDS:
        row = {"confidence": threshold}
        for place in (0, 2):
            chosen = (direction == place) & (confidence >= threshold)
            hits = float((labels[chosen] == place).mean()) if chosen.any() else None
            opposite = float((labels[chosen] == 2 - place).mean()) if chosen.any() else None
            row[CLASSES[place]] = {"count": int(chosen.sum()), "hitRate": hits, "oppositeRate": opposite}
        found.append(row)
    return found
