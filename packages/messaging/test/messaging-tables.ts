import { integer, text } from '@galleria/kit/database/columns';
import { table } from '@galleria/kit/database/table';

/** What the handlers of the tests leave. */
export const effects = table('effects', { key: text, number: integer });

/** What Prisma's migration engine makes of `src/prisma-models.md`. */
export const MESSAGING_TABLES = `
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
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","message_id")
);
CREATE INDEX "inbox_accepted_at_idx" ON "inbox" USING BRIN ("accepted_at");
`;
