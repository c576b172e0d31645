CREATE TABLE `memory` (
	`connection` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL
) STRICT;
--> statement-breakpoint
PRAGMA user_version = 1;
