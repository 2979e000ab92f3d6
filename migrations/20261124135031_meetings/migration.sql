CREATE TABLE "meeting_nodes" (
	"node_id" uuid PRIMARY KEY,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" uuid PRIMARY KEY,
	"room_id" uuid NOT NULL,
	"started_by" uuid,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"node_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "meetings_running" ON "meetings" ("room_id") WHERE "ended_at" is null;--> statement-breakpoint
CREATE INDEX "meetings_node" ON "meetings" ("node_id") WHERE "ended_at" is null;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_started_by_users_id_fkey" FOREIGN KEY ("started_by") REFERENCES "users"("id") ON DELETE SET NULL;