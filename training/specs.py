"""What is made: five models of one symbol, and the markets whose candles they learn from."""

from __future__ import annotations

from models import Spec

SYMBOL = "BTC/USDT"
MARKETS = ("BTC", "ETH", "SOL")
"""Features are scale-free: other markets are more rows of the same kind. Choice, calibration and figures are of the first."""

SPECS = (
    Spec(
        id="xgboost-btc-15m",
        name="XGBoost 15m",
        algorithm="xgboost",
        timeframe="15m",
        weight=0.30,
        horizon=32,
        strides={"BTC": 2, "ETH": 4, "SOL": 4},
        candidates=[
            {"trees": 200, "eta": 0.05, "max_depth": 5, "min_child_weight": 200, "colsample_bytree": 0.4},
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
        candidates=[
            {"trees": 120, "eta": 0.05, "max_depth": 4, "min_child_weight": 300, "colsample_bytree": 0.4},
        ],
    ),
    Spec(
        id="random-forest-btc-4h",
        name="Random forest 4h",
        algorithm="randomForest",
        timeframe="4h",
        weight=0.20,
        horizon=12,
        candidates=[
            {"n_estimators": 200, "min_samples_leaf": 60, "max_features": 0.5, "max_samples": 0.3},
        ],
    ),
    Spec(
        id="xgboost-btc-4h",
        name="XGBoost 4h",
        algorithm="xgboost",
        timeframe="4h",
        weight=0.15,
        horizon=12,
        candidates=[
            {"trees": 120, "eta": 0.04, "max_depth": 3, "min_child_weight": 150, "colsample_bytree": 0.6},
        ],
    ),
    Spec(
        id="lightgbm-btc-4h",
        name="LightGBM 4h",
        algorithm="lightgbm",
        timeframe="4h",
        weight=0.10,
        horizon=12,
        candidates=[
            {"trees": 120, "learning_rate": 0.03, "num_leaves": 8, "min_data_in_leaf": 1000, "feature_fraction": 0.5},
        ],
    ),
)
