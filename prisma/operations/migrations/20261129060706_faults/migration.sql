-- CreateEnum
CREATE TYPE "fault_kind" AS ENUM ('SLOW', 'FAILING', 'PAYMENTS_DECLINED', 'PROVIDER_SILENT');

-- CreateTable
CREATE TABLE "faults" (
    "id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "kind" "fault_kind" NOT NULL,
    "delay_ms" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "started_by" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,

    CONSTRAINT "faults_pkey" PRIMARY KEY ("id")
);
