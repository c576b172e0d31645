"""Feature matrices and labels, written by the product itself (`features export`) and read back as float32 arrays."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
CLASSES = ("SELL", "HOLD", "BUY")
TIMEFRAME_MS = {"15m": 900_000, "1h": 3_600_000, "4h": 14_400_000}


@dataclass(frozen=True)
class Matrix:
    """Rows with both features and label, oldest first."""

    times: np.ndarray
    """Open times, epoch ms."""
    features: np.ndarray
    """float32, one column per feature of the set."""
    labels: np.ndarray
    """Places in CLASSES."""

    def rows(self, keep: np.ndarray) -> "Matrix":
        return Matrix(self.times[keep], self.features[keep], self.labels[keep])


def cli(arguments: list[str]) -> dict:
    """One command of the product, its JSON answer."""
    command = ["npm", "run", "-s", "cli", "--", "--json", "--quiet", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def feature_set() -> dict:
    return cli(["features", "list"])["sets"][0]


def load(candles: Path, timeframe: str, barriers: dict, work: Path, feature_hash: str) -> Matrix:
    """The labelled matrix of a candle file; kept in the work folder for the next run of the same feature set."""
    spec = ":".join(str(barriers[key]) for key in ("horizonCandles", "upMultiple", "downMultiple", "halfLifeCandles"))
    stem = f"{candles.name.split('.')[0]}-{spec.replace(':', '_')}-{feature_hash[:12]}"
    cache = work / f"{stem}.npz"
    if not cache.exists():
        csv = work / f"{stem}.csv"
        arguments = ["features", "export", "--candles", str(candles), "--timeframe", timeframe]
        cli([*arguments, "--out", str(csv), "--labels", "--barriers", spec])
        frame = pd.read_csv(csv, dtype={"label": str}).dropna()
        csv.unlink()
        np.savez(
            cache,
            times=frame["timestamp"].to_numpy(np.int64),
            features=frame.drop(columns=["timestamp", "label"]).to_numpy(np.float32),
            labels=frame["label"].map({name: place for place, name in enumerate(CLASSES)}).to_numpy(np.int64),
        )
    with np.load(cache) as stored:
        return Matrix(stored["times"], stored["features"], stored["labels"])


def shares(labels: np.ndarray) -> np.ndarray:
    return np.bincount(labels, minlength=len(CLASSES)) / len(labels)


def daily_volatility(candles: Path, timeframe: str, half_life: int) -> pd.Series:
    """Weighted volatility of log returns scaled to a day, by open time: only to sort rows into calm and wild ones."""
    frame = pd.read_csv(candles, usecols=["timestamp", "close"])
    moves = np.log(frame["close"]).diff()
    sigma = np.sqrt((moves**2).ewm(halflife=half_life).mean() * (86_400_000 / TIMEFRAME_MS[timeframe]))
    return pd.Series(sigma.to_numpy(), index=frame["timestamp"].to_numpy())
