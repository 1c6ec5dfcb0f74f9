-- What was sent used to stay for a day, marked; now it is deleted at once, so that whatever is here is to be sent.
DELETE FROM "outbox" WHERE "sent_at" IS NOT NULL;
DROP INDEX "outbox_sent_at_position_idx";
ALTER TABLE "outbox" DROP COLUMN "sent_at";
