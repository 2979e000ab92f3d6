CREATE TABLE "presence_choices" (
	"user_id" uuid PRIMARY KEY,
	"presence" boolean DEFAULT false NOT NULL,
	"typing" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "presence_silences" (
	"single" boolean PRIMARY KEY DEFAULT true,
	"count" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "presence" text DEFAULT 'forbidden' NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "typing" text DEFAULT 'forbidden' NOT NULL;--> statement-breakpoint
ALTER TABLE "presence_choices" ADD CONSTRAINT "presence_choices_user_id_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE;