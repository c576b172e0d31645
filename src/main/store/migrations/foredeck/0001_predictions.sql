CREATE TABLE `predictions` (
	`connection` text NOT NULL,
	`symbol` text NOT NULL,
	`model` text NOT NULL,
	`candle_close_time` integer NOT NULL,
	`timeframe` text NOT NULL,
	`answer` text NOT NULL,
	`outcome` text,
	PRIMARY KEY(`connection`, `symbol`, `model`, `candle_close_time`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
PRAGMA user_version = 2;
