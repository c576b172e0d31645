CREATE TABLE `memory` (
	`row` integer PRIMARY KEY NOT NULL,
	`connection` text NOT NULL,
	`text` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `memory_by_connection` ON `memory` (`connection`);--> statement-breakpoint
PRAGMA user_version = 1;
