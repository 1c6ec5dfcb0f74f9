-- CreateEnum
CREATE TYPE "dead_letter_status" AS ENUM ('WAITING', 'REPLAYED', 'DISCARDED');

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "status" "dead_letter_status" NOT NULL DEFAULT 'WAITING',
    "message_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "partition" INTEGER NOT NULL,
    "log_offset" BIGINT NOT NULL,
    "key" TEXT,
    "headers" JSONB NOT NULL,
    "payload" TEXT NOT NULL,
    "is_whole" BOOLEAN NOT NULL,
    "error_code" TEXT NOT NULL,
    "error_message" TEXT NOT NULL,
    "error_stack" TEXT,
    "attempts" INTEGER NOT NULL,
    "correlation_id" TEXT,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "order_id" UUID,
    "payment_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,
    "reason" TEXT,

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erased_accounts" (
    "user_id" UUID NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_accounts_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "position" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "causation_id" TEXT,
    "traceparent" TEXT,
    "recipient" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","message_id")
);

-- CreateIndex
CREATE INDEX "dead_letters_status_id_idx" ON "dead_letters"("status", "id" DESC);

-- CreateIndex
CREATE INDEX "dead_letters_order_id_idx" ON "dead_letters"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letters_service_topic_partition_log_offset_message_id_key" ON "dead_letters"("service", "topic", "partition", "log_offset", "message_id");

-- CreateIndex
CREATE INDEX "inbox_accepted_at_idx" ON "inbox" USING BRIN ("accepted_at");
