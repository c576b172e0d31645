"""Makes the models that ship: matrices, choice by walk-forward, calibration, ONNX, figures of the holdout, cards, manifest.

python training/train.py [--data FOLDER] [--out FOLDER] [--work FOLDER] [--only ID ...]
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import onnxruntime

import calibration as calibrating
import figures as measuring
from cards import card
from consensus import consensus_text
from folds import FOLDS, gap_ms, holdout_start, span, training_rows, walk_forward
from matrices import CLASSES, ROOT, Matrix, daily_volatility, feature_set, load, shares
from models import Fitted, fit, fit_question
from specs import MARKETS, SPECS, SYMBOL, Spec

MOST_BYTES = 5_000_000
AGREEMENT = 1e-5


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def class_shares(labels: np.ndarray) -> dict:
    return dict(zip((name.lower() for name in CLASSES), map(float, shares(labels))))


def choose_parameters(spec: Spec, matrices: list[Matrix], strides: list[int], end: int) -> "Choice":
    """By walk-forward, for each question by itself: the candidate with the least log loss."""
    folds = list(walk_forward(matrices[0], end, spec.timeframe, spec.horizon))
    train = [training_rows(matrices, fold.train_before, strides, spec.days) for fold in folds]
    tests = [matrices[0].rows(np.arange(fold.first, fold.end)) for fold in folds]
    labels = np.concatenate([test.labels for test in tests])
    reached = labels != calibrating.HOLD
    chosen, answers, tried = {}, {}, []
    for question in ("reach", "upper"):
        truth = reached if question == "reach" else labels == calibrating.BUY
        counted = np.ones(len(labels), bool) if question == "reach" else reached
        best = np.inf
        for parameters in getattr(spec, question):
            predicted = np.concatenate(
                [
                    fit_question(spec.algorithm, question, rows, parameters).predict(test.features)
                    for rows, test in zip(train, tests)
                ]
            )
            # Calibration will take care of how sure it is: what counts is the loss without that.
            scaling = calibrating.fit_scaling(calibrating.scale_of(spec.algorithm), 2, predicted[counted], truth[counted])
            loss = calibrating.binary_loss(scaling.apply(predicted[counted]), truth[counted])
            area = measuring.area(truth[counted], predicted[counted])
            say(f"{spec.id}: {question} {parameters}: log loss {loss:.5f}, AUC {area:.4f}")
            tried.append({"question": question, "parameters": parameters, "logLoss": loss, "auc": area})
            if loss < best:
                best, chosen[question], answers[question] = loss, parameters, predicted
    return Choice(chosen, calibrating.Answers(answers["reach"], answers["upper"]), tried)


@dataclass(frozen=True)
class Choice:
    parameters: dict
    answers: calibrating.Answers
    """Out of fold, of the rows that any fold tests."""
    tried: list[dict]


def session_of(data: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def run_onnx(session: onnxruntime.InferenceSession, features: np.ndarray) -> np.ndarray:
    return session.run(["probabilities"], {"features": features})[0]


def checked_onnx(spec: Spec, fitted: Fitted, calibration: calibrating.Calibration, rows: np.ndarray) -> bytes:
    """The file's bytes, once it agrees with library and calibration on every one of the rows."""
    data = fitted.to_onnx(calibration, rows.shape[1], spec.id).SerializeToString(deterministic=True)
    session = session_of(data)
    one_by_one = np.concatenate([run_onnx(session, row[None]) for row in rows[:1000]])
    if not np.array_equal(one_by_one, run_onnx(session, rows)[:1000]):
        raise SystemExit(f"{spec.id}: expected the same bits for a row alone and in a batch")
    apart = np.abs(run_onnx(session, rows) - calibration.apply(fitted.answers(rows))).max()
    say(f"{spec.id}: {len(data):,} bytes; ONNX and library differ by at most {apart:.1e} on {len(rows):,} rows")
    if apart > AGREEMENT or len(rows) < 1000 or len(data) > MOST_BYTES:
        raise SystemExit(f"{spec.id}: expected agreement to {AGREEMENT} on 1000 rows and at most {MOST_BYTES:,} bytes")
    return data


def parts_by_year(times: np.ndarray, probabilities: np.ndarray, labels: np.ndarray, prior: np.ndarray) -> list:
    years = times.astype("datetime64[ms]").astype("datetime64[Y]").astype(int) + 1970
    return [
        (str(year), measuring.summary(probabilities[years == year], labels[years == year], prior))
        for year in np.unique(years)
    ]


def parts_by_volatility(sigma: np.ndarray, probabilities: np.ndarray, labels: np.ndarray, prior: np.ndarray) -> list:
    low, high = np.quantile(sigma, (1 / 3, 2 / 3))
    names = (f"calm, below {100 * low:.1f} %", "between", f"wild, above {100 * high:.1f} %")
    thirds = (sigma <= low, (sigma > low) & (sigma <= high), sigma > high)
    return [
        (name, measuring.summary(probabilities[rows], labels[rows], prior)) for name, rows in zip(names, thirds)
    ]


def deciles(features: np.ndarray) -> list[list[float]]:
    edges = np.quantile(features.astype(np.float64), np.arange(1, 10) / 10, axis=0).T
    return [[float(f"{edge:.6g}") for edge in row] for row in edges]


def rounded(value, digits: int = 6):
    if isinstance(value, float):
        return round(value, digits)
    if isinstance(value, dict):
        return {key: rounded(each, digits) for key, each in value.items()}
    return [rounded(each, digits) for each in value] if isinstance(value, list) else value


def make(spec: Spec, features: dict, options: argparse.Namespace) -> tuple[dict, tuple[np.ndarray, np.ndarray]]:
    """Writes model and card; the manifest's entry, and the holdout's open times with their probabilities."""
    files = [options.data / f"binance_{market}USDT_{spec.timeframe}.csv.gz" for market in MARKETS]
    matrices = [load(file, spec.timeframe, spec.barriers, options.work, features["hash"]) for file in files]
    strides = [spec.strides[market] for market in MARKETS]
    principal, start = matrices[0], holdout_start(matrices[0], spec.timeframe, spec.days)
    choice = choose_parameters(spec, matrices, strides, start)
    tested = slice(start - len(choice.answers.reach), start)
    calibration = calibrating.choose(spec.algorithm, choice.answers, principal.labels[tested])
    before = int(principal.times[start]) - gap_ms(spec.timeframe, spec.horizon)
    learnt = training_rows(matrices, before, strides, spec.days)
    training = principal.rows(span(principal, before, spec.days))
    prior = shares(training.labels)
    fitted = fit(spec.algorithm, learnt, choice.parameters)
    holdout = principal.rows(np.arange(start, len(principal.times)))
    data = checked_onnx(spec, fitted, calibration, holdout.features)
    probabilities = run_onnx(session_of(data), holdout.features).astype(np.float64)

    uncalibrated = calibrating.Calibration(calibrating.Scaling("log odds"), calibrating.Scaling("log odds"))
    summary = measuring.summary(probabilities, holdout.labels, prior)
    block = 10 * spec.horizon
    intervals = measuring.block_intervals(probabilities, holdout.labels, prior, block)
    bounds = measuring.live_bounds(probabilities, holdout.labels)
    entry = {
        "id": spec.id,
        "name": spec.name,
        "file": f"{spec.id}.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "algorithm": spec.algorithm,
        "symbol": SYMBOL,
        "timeframe": spec.timeframe,
        "weight": spec.weight,
        "featureSet": features["id"],
        "featureHash": features["hash"],
        "classes": list(CLASSES),
        "calibration": calibration.manifest(),
        "barriers": spec.barriers,
        "training": {
            "from": int(training.times[0]),
            "to": int(training.times[-1]),
            "rows": len(training.times),
            "classShares": class_shares(training.labels),
        },
        "holdout": {
            "from": int(holdout.times[0]),
            "to": int(holdout.times[-1]),
            **{key: summary[key] for key in ("rows", "classShares", "logLoss", "priorLogLoss", "brier", "priorBrier")},
            "brierLow": intervals["brier"][0],
            "brierHigh": intervals["brier"][1],
            "ece": summary["ece"],
            "eceLow": intervals["ece"][0],
            "eceHigh": intervals["ece"][1],
            "auc": summary["auc"],
            "directionalAuc": summary["directionalAuc"],
            "reliability": measuring.reliability(probabilities, holdout.labels),
        },
        "reference": {"brier": summary["brier"], "ece": summary["ece"], **bounds},
        "created": options.created,
        "card": f"{spec.id}.md",
    }
    entry = rounded(entry)
    entry["reference"]["deciles"] = deciles(training.features)

    acted = probabilities.argmax(axis=1) != measuring.HOLD
    tenths = np.quantile(probabilities[acted].max(axis=1), np.arange(1, 10) / 10) if acted.any() else []
    sigma = daily_volatility(files[0], spec.timeframe, spec.barriers["halfLifeCandles"])
    facts = {
        "figures": summary,
        "intervals": intervals,
        "features": features["features"],
        "importance": {"reach": fitted.reach.importance, "upper": fitted.upper.importance},
        "parameters": choice.parameters,
        "candidates": choice.tried,
        "folds": FOLDS,
        "learnt": len(learnt.times),
        "markets": ", ".join(f"{market}/USDT" for market in MARKETS),
        "rawLogLoss": calibrating.log_loss(uncalibrated.apply(fitted.answers(holdout.features)), holdout.labels),
        "classEces": measuring.class_eces(probabilities, holdout.labels),
        "actionable": measuring.actionable(probabilities, holdout.labels),
        "confidences": f"{acted.mean() * 100:.1f} % of all; " + " ".join(f"{each:.3f}" for each in tenths),
        "years": [
            *[
                (f"{year}, out of fold", part)
                for year, part in parts_by_year(
                    principal.times[tested],
                    calibration.apply(choice.answers),
                    principal.labels[tested],
                    prior,
                )
            ],
            *[
                (f"{year}, holdout", part)
                for year, part in parts_by_year(holdout.times, probabilities, holdout.labels, prior)
            ],
        ],
        "regimes": parts_by_volatility(sigma.loc[holdout.times].to_numpy(), probabilities, holdout.labels, prior),
        "replicates": measuring.REPLICATES,
        "block": block,
        "liveWindow": measuring.LIVE_WINDOW,
    }
    (options.out / entry["file"]).write_bytes(data)
    (options.out / entry["card"]).write_text(card(entry, facts))
    say(
        f"{spec.id}: holdout {100 * summary['improvement']:.2f} % better than the prior, ECE {summary['ece']:.4f}, "
        f"directional AUC {summary['directionalAuc']:.3f}, {calibration}, sha256 {entry['sha256'][:16]}"
    )
    return entry, (holdout.times, probabilities)


def write_manifest(entries: list[dict], out: Path) -> None:
    path = out / "manifest.json"
    known = json.loads(path.read_text())["models"] if path.exists() else []
    made = {entry["id"]: entry for entry in [*known, *entries]}
    order = [spec.id for spec in SPECS if spec.id in made]
    path.write_text(json.dumps({"version": 1, "models": [made[each] for each in order]}, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of candle files")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "models", help="where models and cards go")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "foredeck-training")
    parser.add_argument("--only", nargs="*", help="ids of the models to make")
    parser.add_argument("--created", default=datetime.now(timezone.utc).strftime("%Y-%m-%d"), help="date in the manifest")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    features = feature_set()
    made = {}
    for spec in SPECS:
        if options.only is None or spec.id in options.only:
            made[spec.id] = (spec, *make(spec, features, options))
    write_manifest([entry for _, entry, _ in made.values()], options.out)
    subprocess.run(["npx", "prettier", "--log-level", "warn", "--write", str(options.out)], cwd=ROOT, check=True)
    if len(made) == len(SPECS):
        print(consensus_text([(spec, *held) for spec, _, held in made.values()]))


if __name__ == "__main__":
    main()
