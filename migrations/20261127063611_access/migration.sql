CREATE TABLE "room_organisations" (
	"room_id" uuid,
	"organisation_id" uuid,
	CONSTRAINT "room_organisations_pkey" PRIMARY KEY("room_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"seq" bigint PRIMARY KEY,
	"at" timestamp(3) with time zone NOT NULL,
	"event" text NOT NULL,
	"actor_id" uuid,
	"organisation_id" uuid,
	"subject_kind" text,
	"subject_id" text,
	"details" jsonb NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "installation_auditor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "room_organisations_organisation" ON "room_organisations" ("organisation_id");--> statement-breakpoint
CREATE INDEX "audit_log_organisation" ON "audit_log" ("organisation_id","seq");--> statement-breakpoint
ALTER TABLE "room_organisations" ADD CONSTRAINT "room_organisations_room_id_rooms_id_fkey" FOREIGN KEY ("room_id") REFERENCES "rooms"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "room_organisations" ADD CONSTRAINT "room_organisations_organisation_id_organisations_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE;--> statement-breakpoint
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'audit_log is append-only';
END;
$$;--> statement-breakpoint
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
