CREATE TABLE `activity` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`at` integer NOT NULL,
	`level` text NOT NULL,
	`text` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `activity_by_time` ON `activity` (`connection`,`at`);--> statement-breakpoint
CREATE TABLE `decisions` (
	`connection` text NOT NULL,
	`symbol` text NOT NULL,
	`strategy` text NOT NULL,
	`close_time` integer NOT NULL,
	`definition` integer NOT NULL,
	`record` text NOT NULL,
	PRIMARY KEY(`connection`, `symbol`, `strategy`, `close_time`),
	FOREIGN KEY (`definition`) REFERENCES `strategy_definitions`(`row`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `equity` (
	`connection` text NOT NULL,
	`at` integer NOT NULL,
	`equity` text NOT NULL,
	PRIMARY KEY(`connection`, `at`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fills` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`fill_id` text NOT NULL,
	`client_order_id` text NOT NULL,
	`strategy` text,
	`symbol` text NOT NULL,
	`side` text NOT NULL,
	`qty` text NOT NULL,
	`price` text NOT NULL,
	`fee` text NOT NULL,
	`liquidity` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `fills_key` ON `fills` (`connection`,`fill_id`);--> statement-breakpoint
CREATE INDEX `fills_by_time` ON `fills` (`connection`,`at`);--> statement-breakpoint
CREATE TABLE `journal_blocks` (
	`connection` text NOT NULL,
	`first_seq` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`written_at` integer NOT NULL,
	`steps` text NOT NULL,
	PRIMARY KEY(`connection`, `first_seq`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `journals` (
	`connection` text PRIMARY KEY NOT NULL,
	`last_seq` integer NOT NULL,
	`last_hash` text NOT NULL,
	`bytes` integer NOT NULL,
	`anchor_seq` integer NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `ledger` (
	`connection` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`amount` text NOT NULL,
	`balance` text NOT NULL,
	`cause` text NOT NULL,
	`symbol` text,
	`strategy` text,
	PRIMARY KEY(`connection`, `sequence`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `orders` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`client_order_id` text NOT NULL,
	`intent` integer NOT NULL,
	`strategy` text NOT NULL,
	`symbol` text NOT NULL,
	`purpose` text NOT NULL,
	`group` text,
	`side` text NOT NULL,
	`type` text NOT NULL,
	`qty` text NOT NULL,
	`limit_price` text,
	`stop_price` text,
	`trail_pct` text,
	`time_in_force` text NOT NULL,
	`expire_at` integer,
	`reduce_only` integer NOT NULL,
	`post_only` integer NOT NULL,
	`created_at` integer NOT NULL,
	`state` text NOT NULL,
	`venue_order_id` text,
	`filled_qty` text NOT NULL,
	`filled_value` text NOT NULL,
	`fees` text NOT NULL,
	`updated_at` integer NOT NULL,
	`reason` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_key` ON `orders` (`connection`,`client_order_id`);--> statement-breakpoint
CREATE INDEX `orders_by_time` ON `orders` (`connection`,`created_at`);--> statement-breakpoint
CREATE TABLE `positions` (
	`connection` text NOT NULL,
	`strategy` text NOT NULL,
	`symbol` text NOT NULL,
	`side` text NOT NULL,
	`qty` text NOT NULL,
	`average_entry` text NOT NULL,
	`opened_at` integer NOT NULL,
	`mark` text NOT NULL,
	`unrealised_pnl` text NOT NULL,
	`stop_price` text,
	`target_price` text,
	PRIMARY KEY(`connection`, `strategy`, `symbol`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `quarantine` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`at` integer NOT NULL,
	`input` text NOT NULL,
	`reason` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `runs` (
	`row` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`version` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `signals` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`signal_id` text NOT NULL,
	`strategy` text NOT NULL,
	`symbol` text NOT NULL,
	`timeframe` text NOT NULL,
	`action` text NOT NULL,
	`side` text NOT NULL,
	`candle_close_time` integer NOT NULL,
	`strength` real NOT NULL,
	`evidence` text NOT NULL,
	`decision` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `signals_key` ON `signals` (`connection`,`signal_id`);--> statement-breakpoint
CREATE INDEX `signals_by_time` ON `signals` (`connection`,`candle_close_time`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`written_at` integer NOT NULL,
	`bytes` integer NOT NULL,
	`hash` text NOT NULL,
	`state_hash` text NOT NULL,
	`state` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshots_key` ON `snapshots` (`connection`,`seq`);--> statement-breakpoint
CREATE TABLE `strategy_definitions` (
	`row` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`definition` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `strategy_definitions_hash_unique` ON `strategy_definitions` (`hash`);--> statement-breakpoint
CREATE TABLE `trades` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`trade_id` text NOT NULL,
	`strategy` text NOT NULL,
	`symbol` text NOT NULL,
	`side` text NOT NULL,
	`entry_at` integer NOT NULL,
	`entry_price` text NOT NULL,
	`exit_at` integer NOT NULL,
	`exit_price` text NOT NULL,
	`qty` text NOT NULL,
	`fees` text NOT NULL,
	`pnl` text NOT NULL,
	`funding` text NOT NULL,
	`exit_reason` text NOT NULL,
	`initial_risk` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `trades_key` ON `trades` (`connection`,`trade_id`);--> statement-breakpoint
CREATE INDEX `trades_by_time` ON `trades` (`connection`,`exit_at`);--> statement-breakpoint
PRAGMA user_version = 1;
