CREATE TABLE "hook_cursors" (
	"program_id" uuid,
	"room_id" uuid,
	"version" bigint NOT NULL,
	CONSTRAINT "hook_cursors_pkey" PRIMARY KEY("program_id","room_id")
);
--> statement-breakpoint
CREATE TABLE "hook_deliveries" (
	"id" uuid PRIMARY KEY,
	"program_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"event" text NOT NULL,
	"attempts" integer NOT NULL,
	"status" integer,
	"failure" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_hooks" (
	"program_id" uuid PRIMARY KEY,
	"secret_hash" text NOT NULL UNIQUE,
	"last_used_on" date
);
--> statement-breakpoint
CREATE TABLE "outgoing_hooks" (
	"program_id" uuid PRIMARY KEY,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"events" text[] NOT NULL,
	"with_text" boolean NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"paused_because" text,
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "hook_cursors_room" ON "hook_cursors" ("room_id");--> statement-breakpoint
CREATE INDEX "hook_deliveries_program" ON "hook_deliveries" ("program_id","at");--> statement-breakpoint
CREATE INDEX "hook_deliveries_room" ON "hook_deliveries" ("room_id");--> statement-breakpoint
CREATE INDEX "hook_deliveries_at" ON "hook_deliveries" ("at");--> statement-breakpoint
ALTER TABLE "hook_cursors" ADD CONSTRAINT "hook_cursors_program_id_outgoing_hooks_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "outgoing_hooks"("program_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "hook_cursors" ADD CONSTRAINT "hook_cursors_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "hook_deliveries" ADD CONSTRAINT "hook_deliveries_program_id_outgoing_hooks_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "outgoing_hooks"("program_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "hook_deliveries" ADD CONSTRAINT "hook_deliveries_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "incoming_hooks" ADD CONSTRAINT "incoming_hooks_program_id_programs_user_id_fkey" FOREIGN KEY ("program_id") REFERENCES "programs"("user_id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "outgoing_hooks" ADD CONSTRAINT "outgoing_hooks_program_id_programs_user_id_fkey" FOREIGN KEY ("program_id") REFERENCES "programs"("user_id") ON DELETE CASCADE;