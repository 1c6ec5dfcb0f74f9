-- AlterTable
ALTER TABLE "payments" ADD COLUMN "lines" JSONB,
ADD COLUMN "bill_to" TEXT[],
ALTER COLUMN "payment_token" DROP NOT NULL;

-- AlterTable
ALTER TABLE "invoices" ADD COLUMN "customer_id" UUID,
ADD COLUMN "order_number" TEXT NOT NULL DEFAULT '',
ADD COLUMN "total_minor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "currency" TEXT NOT NULL DEFAULT '',
ADD COLUMN "lines" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "bill_to" TEXT[];

-- Invoices issued before they had lines get the one that is certain.
UPDATE "invoices" AS invoice
SET "customer_id" = payment."customer_id", "order_number" = payment."order_number", "total_minor" = payment."amount_minor", "currency" = payment."currency",
    "lines" = jsonb_build_array(jsonb_build_object(
      'description', payment."order_number", 'quantity', 1, 'unitPriceMinor', payment."amount_minor"))
FROM "payments" AS payment WHERE payment."id" = invoice."payment_id";

-- AlterTable
ALTER TABLE "invoices" ALTER COLUMN "customer_id" SET NOT NULL,
ALTER COLUMN "order_number" DROP DEFAULT,
ALTER COLUMN "total_minor" DROP DEFAULT,
ALTER COLUMN "currency" DROP DEFAULT,
ALTER COLUMN "lines" DROP DEFAULT;

-- AlterTable
ALTER TABLE "refunds" ADD COLUMN "provider_reference" TEXT;

-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "locale" TEXT,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_events" (
    "provider" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_events_pkey" PRIMARY KEY ("provider","event_id")
);

-- CreateIndex
CREATE INDEX "payments_customer_id_idx" ON "payments"("customer_id");

-- CreateIndex
CREATE INDEX "payments_created_at_idx" ON "payments"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_provider_reference_key" ON "refunds"("provider_reference");

-- A means of payment is kept until it is used, and no longer.
UPDATE "payments" SET "payment_token" = NULL WHERE "status" <> 'PENDING';
ALTER TABLE "payments" ADD CONSTRAINT "payments_token_while_pending" CHECK (("payment_token" IS NOT NULL) = ("status" = 'PENDING'));

-- Reasons are written by people, and are bounded here too.
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_reason_length" CHECK (char_length("reason") BETWEEN 1 AND 200);

-- A request is remembered to be recognised, which its digest is enough for: its reason may name people.
ALTER TABLE "refund_requests" RENAME COLUMN "input" TO "input_digest";
UPDATE "refund_requests" SET "input_digest" = encode(sha256(convert_to("input_digest", 'UTF8')), 'hex');

-- The sandbox, too, compares tokens and keeps none.
ALTER TABLE "sandbox_charges" RENAME COLUMN "token" TO "token_digest";
UPDATE "sandbox_charges" SET "token_digest" = encode(sha256(convert_to("token_digest", 'UTF8')), 'hex') WHERE "token_digest" <> '';
ALTER TABLE "sandbox_charges" ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "sandbox_refunds" ADD COLUMN "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "sandbox_charges_created_at_idx" ON "sandbox_charges"("created_at");

-- CreateIndex
CREATE INDEX "sandbox_refunds_created_at_idx" ON "sandbox_refunds"("created_at");
