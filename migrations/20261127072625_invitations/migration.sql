CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY,
	"project_id" uuid NOT NULL,
	"room_id" uuid,
	"role" text NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"invited_by" uuid NOT NULL,
	"organisation_id" uuid,
	"token_hash" text UNIQUE,
	"delivery" text NOT NULL,
	"invited_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invitations_once" UNIQUE NULLS NOT DISTINCT("project_id","room_id","email")
);
--> statement-breakpoint
CREATE TABLE "join_links" (
	"id" uuid PRIMARY KEY,
	"email" text NOT NULL UNIQUE,
	"language" text NOT NULL,
	"token_hash" text UNIQUE,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "invitations_email" ON "invitations" ("email");--> statement-breakpoint
CREATE INDEX "invitations_expiry" ON "invitations" ("expires_at");--> statement-breakpoint
CREATE INDEX "invitations_organisation" ON "invitations" ("organisation_id");--> statement-breakpoint
CREATE INDEX "join_links_expiry" ON "join_links" ("expires_at");--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_project_id_projects_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fkey" FOREIGN KEY ("invited_by") REFERENCES "users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE;