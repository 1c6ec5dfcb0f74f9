-- CreateEnum
CREATE TYPE "attempt_outcome" AS ENUM ('SENT', 'DEFERRED', 'REFUSED', 'UNREACHABLE', 'EXPIRED');

-- CreateEnum
CREATE TYPE "locale" AS ENUM ('en', 'de');

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('IN_APP', 'EMAIL');

-- AlterEnum
ALTER TYPE "delivery_status" ADD VALUE 'CANCELLED';

-- AlterEnum
ALTER TYPE "notification_kind" ADD VALUE 'EMAIL_VERIFICATION';
ALTER TYPE "notification_kind" ADD VALUE 'PASSWORD_RESET';
ALTER TYPE "notification_kind" ADD VALUE 'PASSWORD_CHANGED';

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "in_app" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "recipients" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "locale" "locale" NOT NULL DEFAULT 'en',
ALTER COLUMN "email" DROP NOT NULL,
ALTER COLUMN "name" DROP NOT NULL,
ALTER COLUMN "updated_at" DROP NOT NULL;

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "notification_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "outcome" "attempt_outcome" NOT NULL,
    "email" TEXT NOT NULL,
    "code" INTEGER,
    "answer" TEXT NOT NULL,

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("notification_id","number")
);

-- CreateTable
CREATE TABLE "opt_outs" (
    "user_id" UUID NOT NULL,
    "kind" "notification_kind" NOT NULL,
    "channel" "channel" NOT NULL,

    CONSTRAINT "opt_outs_pkey" PRIMARY KEY ("user_id","kind","channel")
);

-- The last words of a mail server become the first entry of the delivery log.
INSERT INTO "delivery_attempts" (notification_id, number, at, duration_ms, outcome, email, code, answer)
SELECT delivery.notification_id, 1, delivery.due_at, 0,
       (CASE delivery.status WHEN 'FAILED' THEN 'REFUSED' ELSE 'UNREACHABLE' END)::attempt_outcome,
       recipient.email, NULL, delivery.last_error
FROM "deliveries" delivery JOIN "recipients" recipient ON recipient.user_id = delivery.user_id
WHERE delivery.last_error IS NOT NULL AND recipient.email IS NOT NULL;

-- AlterTable
ALTER TABLE "deliveries" DROP COLUMN "last_error",
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "lease_id" UUID,
ADD COLUMN     "leased_until" TIMESTAMPTZ(3),
ADD COLUMN     "sealed_token" TEXT,
ADD COLUMN     "to_email" TEXT;

-- CreateIndex
CREATE INDEX "deliveries_user_id_notification_id_idx" ON "deliveries"("user_id", "notification_id");

-- AddForeignKey
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "deliveries"("notification_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What no code path may break, whatever it forgets to check.
ALTER TABLE "deliveries"
  ADD CONSTRAINT "deliveries_token_only_waits" CHECK (sealed_token IS NULL OR status = 'PENDING'),
  ADD CONSTRAINT "deliveries_lease_is_whole" CHECK ((lease_id IS NULL) = (leased_until IS NULL));
ALTER TABLE "recipients"
  ADD CONSTRAINT "recipients_erased_is_nobody" CHECK (erased_at IS NULL OR (email IS NULL AND name IS NULL));
