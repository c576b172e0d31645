CREATE TABLE `candles` (
	`series_id` integer NOT NULL,
	`open_time` integer NOT NULL,
	`open` real NOT NULL,
	`high` real NOT NULL,
	`low` real NOT NULL,
	`close` real NOT NULL,
	`volume` real NOT NULL,
	PRIMARY KEY(`series_id`, `open_time`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `indication_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`columns` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `indication_sets_text_unique` ON `indication_sets` (`text`);--> statement-breakpoint
CREATE TABLE `indications` (
	`series_id` integer NOT NULL,
	`set_id` integer NOT NULL,
	`open_time` integer NOT NULL,
	`values` blob NOT NULL,
	PRIMARY KEY(`series_id`, `set_id`, `open_time`),
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`set_id`) REFERENCES `indication_sets`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`symbol` text NOT NULL,
	`timeframe` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `series_key` ON `series` (`source`,`symbol`,`timeframe`);--> statement-breakpoint
PRAGMA user_version = 1;
