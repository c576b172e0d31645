"""Model cards: what a model learnt from, how good it was on what it never saw, beside the class prior, and its limits."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np

from matrices import CLASSES

QUESTIONS = {"reach": "reached?", "upper": "upper?"}
NO_PROMISE = "None of this promises profit: the past says little about the future, and costs come on top."


def day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%d")


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, rows)])


def shares_text(shares: dict) -> str:
    return ", ".join(f"{name} {percent(shares[name.lower()])}" for name in CLASSES)


def verdict(figures: dict, low: float) -> str:
    gain = percent(figures["improvement"])
    if figures["improvement"] <= 0:
        return f"**This model has no skill on its holdout**: its log loss is {gain} better than the class prior's."
    if low <= 0:
        return (
            f"On its holdout its log loss is {gain} better than the class prior's, but the interval reaches below zero: "
            "**its skill is not proven**."
        )
    return f"On its holdout its log loss is {gain} better than the class prior's."


def figures_table(figures: dict, intervals: dict) -> str:
    def between(key: str, digits: int) -> str:
        low, high = intervals[key]
        return f"{low:.{digits}f} to {high:.{digits}f}"

    low, high = intervals["improvement"]
    auc = figures["auc"]
    rows = [
        ["log loss", f"{figures['logLoss']:.4f}", f"{figures['priorLogLoss']:.4f}", ""],
        ["better than the prior", percent(figures["improvement"]), "0", f"{percent(low)} to {percent(high)}"],
        ["Brier score (0..2)", f"{figures['brier']:.4f}", f"{figures['priorBrier']:.4f}", between("brier", 4)],
        ["ECE of the likeliest class", f"{figures['ece']:.4f}", f"{figures['priorEce']:.4f}", between("ece", 4)],
        *[[f"AUC {name}", f"{auc[name.lower()]:.3f}", "0.500", ""] for name in CLASSES],
        ["directional AUC", f"{figures['directionalAuc']:.3f}", "0.500", between("directionalAuc", 3)],
    ]
    return table(["figure", "model", "class prior", "95 % interval"], rows)


def parts_table(name: str, parts: list[tuple[str, dict]]) -> str:
    rows = [
        [
            label,
            f"{figures['rows']:,}",
            f"{figures['logLoss']:.4f}",
            f"{figures['priorLogLoss']:.4f}",
            percent(figures["improvement"]),
            f"{figures['ece']:.3f}",
            f"{figures['directionalAuc']:.3f}",
        ]
        for label, figures in parts
    ]
    return table([name, "rows", "log loss", "prior", "better by", "ECE", "directional AUC"], rows)


def actionable_table(rows: list[dict]) -> str:
    def cells(part: dict) -> list[str]:
        if part["count"] == 0:
            return ["0", "", ""]
        return [f"{part['count']:,}", percent(part["hitRate"]), percent(part["oppositeRate"])]

    head = ["confidence at least", "BUY", "reached BUY", "reached SELL", "SELL", "reached SELL", "reached BUY"]
    return table(head, [[f"{row['confidence']:.2f}", *cells(row["BUY"]), *cells(row["SELL"])] for row in rows])


def parameters_text(parameters: dict) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(parameters.items()))


def importance_table(shares: np.ndarray, features: list[dict]) -> str:
    top = np.argsort(shares)[::-1][:15]
    rows = [[features[place]["name"], percent(shares[place]), features[place]["definition"]] for place in top]
    return table(["feature", "share of gain", "definition"], rows)


def card(entry: dict, facts: dict) -> str:
    """`entry` as in the manifest; `facts` is what only the card tells."""
    barriers, training, holdout = entry["barriers"], entry["training"], entry["holdout"]
    figures, intervals = facts["figures"], facts["intervals"]
    features = facts["features"]
    candidates = [
        [QUESTIONS[each["question"]], parameters_text(each["parameters"]), f"{each['logLoss']:.4f}", f"{each['auc']:.3f}"]
        for each in facts["candidates"]
    ]
    return f"""# {entry["name"]}

`{entry["id"]}`, {entry["symbol"]} on {entry["timeframe"]} candles, weight {entry["weight"]:.2f} of the consensus.
{verdict(figures, intervals["improvement"][0])} {NO_PROMISE}

## What it answers

At the close of a candle: which of two barriers will the market reach first within {barriers["horizonCandles"]} candles? BUY: up by
{barriers["upMultiple"]} x v x sqrt({barriers["horizonCandles"]}); SELL: down by {barriers["downMultiple"]} x v x sqrt({barriers["horizonCandles"]}); HOLD: neither. `v` is the volatility of log
returns, exponentially weighted with a half-life of {barriers["halfLifeCandles"]} candles: the 3 to 2 of target and stop, scaled to the market. A candle
that reaches both is SELL.

## What it learnt from

- Features: set `{entry["featureSet"]}`, {len(features)} of them (`foredeck features list`), hash `{entry["featureHash"][:16]}…`.
- Training: {entry["symbol"]} from {day(training["from"])} to {day(training["to"])}, {training["rows"]:,} labelled candles; in all {facts["learnt"]:,} rows of
  {facts["markets"]}.
- Class shares there: {shares_text(training["classShares"])}. These are the class prior below.
- Holdout: the last 20 % of the time used, {day(holdout["from"])} to {day(holdout["to"])}, {holdout["rows"]:,} candles ({shares_text(holdout["classShares"])}), kept
  out of every choice. Training rows end two horizons before it. The model that ships is the one measured here.
- Two {entry["algorithm"]} ensembles in one file: is a barrier reached in time ({parameters_text(facts["parameters"]["reach"])}), and if
  so, is it the upper one ({parameters_text(facts["parameters"]["upper"])})? BUY = reached x upper, SELL = reached x lower.
- Calibration: {entry["calibration"]["kind"]}. {entry["calibration"]["description"]} It is part of the file.

Chosen by purged and embargoed walk-forward ({facts["folds"]} folds) over the time before the holdout:

{table(["question", "parameters", "log loss, scaled", "AUC"], candidates)}

## Holdout

{figures_table(figures, intervals)}

Directional AUC: BUY against SELL among candles whose market reached a barrier. Most of the skill is in whether a barrier is reached at
all, that is in volatility, not in direction. Intervals are block bootstraps ({facts["replicates"]} draws of blocks of {facts["block"]} candles). The model
alone, before calibration: log loss {facts["rawLogLoss"]:.4f}. ECE of each class by itself: {", ".join(f"{name} {facts['classEces'][name.lower()]:.3f}" for name in CLASSES)}.

### Predictions one could act on

Likeliest class BUY or SELL with at least this confidence, and what the market then reached first.

{actionable_table(facts["actionable"])}

Confidence of BUY and SELL predictions (their tenths): {facts["confidences"]}.

### By year

Years before the holdout are out-of-fold predictions of the walk-forward, calibrated on all of them; the holdout is {day(holdout["from"])} on.

{parts_table("year", facts["years"])}

### By volatility

Thirds of the holdout by the volatility `v`, scaled to a day.

{parts_table("market", facts["regimes"])}

## What it looks at most

Whether a barrier is reached:

{importance_table(facts["importance"]["reach"], features)}

Which one:

{importance_table(facts["importance"]["upper"], features)}

## Known limits

- It speaks for {entry["symbol"]} on {entry["timeframe"]} candles and for nothing else. It knows candles only: no news, no order book, no funding.
- Labels of neighbouring candles overlap, so rows are far fewer than they seem; the intervals say how much that matters.
- Markets change. Live scores are compared with bounds of this holdout (Brier at most {entry["reference"]["brierHigh"]:.4f}, ECE at most {entry["reference"]["eceHigh"]:.4f} in
  97.5 % of its stretches of {facts["liveWindow"]} candles), and features with their training deciles.
- A probability is no trade: spread, fees and slippage are not in the labels.
- {NO_PROMISE}
"""
