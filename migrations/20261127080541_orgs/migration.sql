CREATE TABLE "organisation_domains" (
	"organisation_id" uuid,
	"domain" text,
	"verified_at" timestamp with time zone,
	"join_allowed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "organisation_domains_pkey" PRIMARY KEY("organisation_id","domain"),
	CONSTRAINT "organisation_domains_join" CHECK ("verified_at" is not null or not "join_allowed")
);
--> statement-breakpoint
CREATE TABLE "pictures" (
	"id" text PRIMARY KEY,
	"user_id" uuid UNIQUE,
	"organisation_id" uuid UNIQUE,
	"image" bytea NOT NULL,
	CONSTRAINT "pictures_of_one" CHECK (num_nonnulls("user_id", "organisation_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sort_name" text GENERATED ALWAYS AS (translate(replace(replace(replace(replace(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øØłŁđĐı', 'oollddi')) STORED;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "search_text" text GENERATED ALWAYS AS (translate(replace(replace(replace(replace(lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øØłŁđĐı', 'oollddi') || ' ' || translate(replace(replace(replace(replace(lower(regexp_replace(normalize(replace(replace(replace(replace(replace(replace(normalize(name, NFC), 'ä', 'ae'), 'Ä', 'ae'), 'ö', 'oe'), 'Ö', 'oe'), 'ü', 'ue'), 'Ü', 'ue'), NFKD), '[\u0300-\u036f]', '', 'g')), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øØłŁđĐı', 'oollddi') || ' ' || coalesce(lower(email), '')) STORED;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "read_receipts" text DEFAULT 'forbidden' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "retention_days" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "offered_to" uuid;--> statement-breakpoint
CREATE INDEX "users_sort_name" ON "users" ("sort_name","id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_domains_verified" ON "organisation_domains" ("domain") WHERE "verified_at" is not null;--> statement-breakpoint
ALTER TABLE "organisation_domains" ADD CONSTRAINT "organisation_domains_organisation_id_organisations_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_user_id_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_organisation_id_organisations_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_offered_to_organisations_id_fkey" FOREIGN KEY ("offered_to") REFERENCES "organisations"("id") ON DELETE SET NULL;