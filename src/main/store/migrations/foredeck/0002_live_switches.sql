CREATE TABLE `live_switches` (
	`connection` text PRIMARY KEY NOT NULL,
	`is_live` integer NOT NULL,
	`verified_at` integer,
	`fingerprint` text,
	`changed_at` integer NOT NULL,
	`reason` text NOT NULL
) STRICT;
--> statement-breakpoint
PRAGMA user_version = 3;
