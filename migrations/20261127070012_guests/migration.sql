CREATE TABLE "guest_links" (
	"id" uuid PRIMARY KEY,
	"meeting_id" uuid NOT NULL,
	"token_hash" text NOT NULL UNIQUE,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guests" (
	"id" uuid PRIMARY KEY,
	"meeting_id" uuid NOT NULL,
	"link_id" uuid,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"secret_hash" text NOT NULL UNIQUE,
	"session_id" uuid NOT NULL UNIQUE,
	"since" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "guest_links_meeting" ON "guest_links" ("meeting_id");--> statement-breakpoint
CREATE INDEX "guest_links_expiry" ON "guest_links" ("expires_at");--> statement-breakpoint
CREATE INDEX "guests_meeting" ON "guests" ("meeting_id");--> statement-breakpoint
CREATE INDEX "guests_link" ON "guests" ("link_id");--> statement-breakpoint
CREATE INDEX "guests_expiry" ON "guests" ("expires_at");--> statement-breakpoint
ALTER TABLE "guest_links" ADD CONSTRAINT "guest_links_meeting_id_meetings_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guest_links" ADD CONSTRAINT "guest_links_created_by_users_id_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_meeting_id_meetings_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "guests" ADD CONSTRAINT "guests_link_id_guest_links_id_fkey" FOREIGN KEY ("link_id") REFERENCES "guest_links"("id") ON DELETE SET NULL;