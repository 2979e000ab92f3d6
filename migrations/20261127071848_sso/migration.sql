CREATE TABLE "sso_accounts" (
	"provider_id" uuid,
	"issuer" text,
	"subject" text,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sso_accounts_pkey" PRIMARY KEY("provider_id","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "sso_attempts" (
	"state_hash" text PRIMARY KEY,
	"browser_hash" text NOT NULL,
	"provider_id" uuid NOT NULL,
	"return_to" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sso_logouts" (
	"provider_id" uuid,
	"token_hash" text,
	"sid_hash" text,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sso_logouts_pkey" PRIMARY KEY("provider_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "sso_providers" (
	"id" uuid PRIMARY KEY,
	"organisation_id" uuid NOT NULL UNIQUE,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"client_secret" text,
	"ca_certificates" text,
	"scopes" text NOT NULL,
	"groups_claim" text NOT NULL,
	"allowed_groups" text[] DEFAULT '{}'::text[] NOT NULL,
	"admin_groups" text[] DEFAULT '{}'::text[] NOT NULL,
	"auditor_groups" text[] DEFAULT '{}'::text[] NOT NULL,
	"trusts_addresses" boolean DEFAULT false NOT NULL,
	"offered" boolean DEFAULT false NOT NULL,
	"proven_at" timestamp with time zone,
	"revision" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sso_sessions" (
	"session_id" uuid PRIMARY KEY,
	"provider_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"sid" text
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sso_since" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "sso_accounts_user" ON "sso_accounts" ("user_id","provider_id","issuer");--> statement-breakpoint
CREATE INDEX "sso_attempts_expiry" ON "sso_attempts" ("expires_at");--> statement-breakpoint
CREATE INDEX "sso_logouts_expiry" ON "sso_logouts" ("expires_at");--> statement-breakpoint
CREATE INDEX "sso_sessions_subject" ON "sso_sessions" ("provider_id","subject");--> statement-breakpoint
CREATE INDEX "sso_sessions_sid" ON "sso_sessions" ("sid");--> statement-breakpoint
ALTER TABLE "sso_accounts" ADD CONSTRAINT "sso_accounts_provider_id_sso_providers_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "sso_providers"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_accounts" ADD CONSTRAINT "sso_accounts_user_id_users_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_provider_id_sso_providers_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "sso_providers"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_logouts" ADD CONSTRAINT "sso_logouts_provider_id_sso_providers_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "sso_providers"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_providers" ADD CONSTRAINT "sso_providers_organisation_id_organisations_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisations"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_sessions" ADD CONSTRAINT "sso_sessions_session_id_sessions_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "sso_sessions" ADD CONSTRAINT "sso_sessions_provider_id_sso_providers_id_fkey" FOREIGN KEY ("provider_id") REFERENCES "sso_providers"("id") ON DELETE CASCADE;