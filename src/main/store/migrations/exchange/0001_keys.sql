CREATE TABLE `keys` (
	`connection` text NOT NULL,
	`hash` text NOT NULL,
	`can_trade` integer NOT NULL,
	`can_withdraw` integer NOT NULL,
	`issued_at` integer NOT NULL,
	PRIMARY KEY(`connection`, `hash`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
PRAGMA user_version = 2;
