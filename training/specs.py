"""What is made: five models of one symbol, and the markets whose candles they learn from."""

from __future__ import annotations

from dataclasses import dataclass, field

SYMBOL = "BTC/USDT"
MARKETS = ("BTC", "ETH", "SOL")
"""Features are scale-free: other markets are more rows of the same kind. Choice, calibration and figures are of the first."""


@dataclass(frozen=True)
class Spec:
    id: str
    name: str
    algorithm: str
    timeframe: str
    weight: float
    horizon: int
    reach: list[dict]
    """Parameters to choose from by walk-forward for the question whether a barrier is reached."""
    upper: list[dict]
    """The same for the question which one."""
    strides: dict[str, int] = field(default_factory=lambda: {"BTC": 1, "ETH": 1, "SOL": 1})
    """Every how many rows of each market are learnt from."""
    days: int = 1500
    """How far back training goes: older markets were of another kind."""

    @property
    def barriers(self) -> dict:
        return {"horizonCandles": self.horizon, "upMultiple": 1.2, "downMultiple": 0.8, "halfLifeCandles": 96}


SPECS = (
    Spec(
        id="xgboost-btc-15m",
        name="XGBoost 15m",
        algorithm="xgboost",
        timeframe="15m",
        weight=0.30,
        horizon=32,
        strides={"BTC": 1, "ETH": 4, "SOL": 4},
        reach=[
            {"trees": 160, "eta": 0.06, "max_depth": 5, "min_child_weight": 150, "colsample_bytree": 0.5},
            {"trees": 160, "eta": 0.06, "max_depth": 4, "min_child_weight": 150, "colsample_bytree": 0.5},
        ],
        upper=[
            {"trees": 60, "eta": 0.06, "max_depth": 2, "min_child_weight": 800, "colsample_bytree": 0.4},
            {"trees": 60, "eta": 0.06, "max_depth": 3, "min_child_weight": 800, "colsample_bytree": 0.4},
        ],
    ),
    Spec(
        id="xgboost-btc-1h",
        name="XGBoost 1h",
        algorithm="xgboost",
        timeframe="1h",
        weight=0.25,
        horizon=24,
        strides={"BTC": 1, "ETH": 2, "SOL": 2},
        reach=[
            {"trees": 120, "eta": 0.05, "max_depth": 4, "min_child_weight": 200, "colsample_bytree": 0.6},
            {"trees": 120, "eta": 0.05, "max_depth": 5, "min_child_weight": 200, "colsample_bytree": 0.6},
        ],
        upper=[
            {"trees": 30, "eta": 0.05, "max_depth": 3, "min_child_weight": 300, "colsample_bytree": 0.4},
            {"trees": 60, "eta": 0.03, "max_depth": 6, "min_child_weight": 50, "colsample_bytree": 0.4},
        ],
    ),
    Spec(
        id="random-forest-btc-4h",
        name="Random forest 4h",
        algorithm="randomForest",
        timeframe="4h",
        weight=0.20,
        horizon=12,
        reach=[
            {"trees": 100, "min_samples_leaf": 25, "max_features": 0.4, "max_samples": 0.2},
            {"trees": 100, "min_samples_leaf": 50, "max_features": 0.4, "max_samples": 0.2},
        ],
        upper=[
            {"trees": 100, "min_samples_leaf": 50, "max_features": 0.3, "max_samples": 0.3},
            {"trees": 100, "min_samples_leaf": 100, "max_features": 0.3, "max_samples": 0.3},
        ],
    ),
    Spec(
        id="xgboost-btc-4h",
        name="XGBoost 4h",
        algorithm="xgboost",
        timeframe="4h",
        weight=0.15,
        horizon=12,
        reach=[
            {"trees": 120, "eta": 0.05, "max_depth": 4, "min_child_weight": 50, "colsample_bytree": 0.6},
            {"trees": 120, "eta": 0.04, "max_depth": 3, "min_child_weight": 50, "colsample_bytree": 0.6},
        ],
        upper=[
            {"trees": 60, "eta": 0.04, "max_depth": 2, "min_child_weight": 100, "colsample_bytree": 0.6},
            {"trees": 60, "eta": 0.04, "max_depth": 3, "min_child_weight": 50, "colsample_bytree": 0.6},
        ],
    ),
    Spec(
        id="lightgbm-btc-4h",
        name="LightGBM 4h",
        algorithm="lightgbm",
        timeframe="4h",
        weight=0.10,
        horizon=12,
        reach=[
            {"trees": 100, "learning_rate": 0.04, "num_leaves": 8, "min_data_in_leaf": 400, "feature_fraction": 0.5},
            {"trees": 100, "learning_rate": 0.04, "num_leaves": 12, "min_data_in_leaf": 200, "feature_fraction": 0.5},
        ],
        upper=[
            {"trees": 60, "learning_rate": 0.04, "num_leaves": 4, "min_data_in_leaf": 300, "feature_fraction": 0.5},
            {"trees": 60, "learning_rate": 0.04, "num_leaves": 8, "min_data_in_leaf": 300, "feature_fraction": 0.5},
        ],
    ),
)
