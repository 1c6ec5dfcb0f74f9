-- CreateEnum
CREATE TYPE "locale" AS ENUM ('EN', 'DE');

-- CreateEnum
CREATE TYPE "token_purpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD');

-- AlterEnum
ALTER TYPE "session_end" ADD VALUE 'PASSWORD_CHANGED';

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "email_verified_at" TIMESTAMPTZ(3),
ADD COLUMN     "locale" "locale" NOT NULL DEFAULT 'EN';

-- AlterTable: of the addresses that are there, an account's oldest becomes its default.
ALTER TABLE "addresses" ADD COLUMN     "is_default" BOOLEAN;
UPDATE "addresses" SET "is_default" = ("id" = (
  SELECT oldest."id" FROM "addresses" oldest WHERE oldest."account_id" = "addresses"."account_id" ORDER BY oldest."id" LIMIT 1));
ALTER TABLE "addresses" ALTER COLUMN "is_default" SET NOT NULL;

-- AlterTable: a session was last used when its newest token was made, which is when the one before it was used.
ALTER TABLE "sessions" ADD COLUMN     "device" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);
UPDATE "sessions" SET "last_used_at" = coalesce(
  (SELECT max("used_at") FROM "refresh_tokens" WHERE "session_id" = "sessions"."id"), "created_at");
ALTER TABLE "sessions" ALTER COLUMN "last_used_at" SET NOT NULL;

-- AlterTable: what was counted so far had keys that nobody looks up any more.
DELETE FROM "sign_in_throttles";
ALTER TABLE "sign_in_throttles" ADD COLUMN     "email_key" BYTEA;

-- CreateTable
CREATE TABLE "one_time_tokens" (
    "hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "purpose" "token_purpose" NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "one_time_tokens_pkey" PRIMARY KEY ("account_id","purpose")
);

-- CreateIndex
CREATE UNIQUE INDEX "one_time_tokens_hash_key" ON "one_time_tokens"("hash");

-- CreateIndex
CREATE INDEX "one_time_tokens_expires_at_idx" ON "one_time_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_throttles_email_key_idx" ON "sign_in_throttles"("email_key");

-- AddForeignKey
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What no code path may break, whatever it forgets to check.
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_hash_is_sha256" CHECK (octet_length(hash) = 32);
ALTER TABLE "sign_in_throttles" ADD CONSTRAINT "sign_in_throttles_email_key_is_sha256" CHECK (octet_length(email_key) = 32);

-- An account that has addresses has exactly one default: at most one by an index, at least one when a transaction ends.
CREATE UNIQUE INDEX "addresses_one_default" ON "addresses"("account_id") WHERE "is_default";

CREATE FUNCTION "addresses_need_a_default"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "addresses" WHERE "account_id" = coalesce(NEW."account_id", OLD."account_id"))
    AND NOT EXISTS (SELECT FROM "addresses" WHERE "account_id" = coalesce(NEW."account_id", OLD."account_id") AND "is_default")
  THEN
    RAISE EXCEPTION 'an account with addresses needs a default one'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'addresses_need_a_default';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "addresses_need_a_default"
  AFTER INSERT OR UPDATE OF "is_default", "account_id" OR DELETE ON "addresses" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "addresses_need_a_default"();
