ALTER TABLE "payments" ADD COLUMN "reversed_at" TIMESTAMPTZ(3);

-- The saga's refunds carry a code where administrators write words, and take all that was left.
UPDATE "payments" AS payment
SET "reversed_at" = refund."created_at"
FROM (
  SELECT DISTINCT ON ("payment_id") "payment_id", "created_at"
  FROM "refunds"
  WHERE "reason" ~ '^[A-Z][A-Z_]+$'
  ORDER BY "payment_id", "created_at"
) AS refund
WHERE payment."id" = refund."payment_id"
  AND (payment."refunded_minor" = payment."amount_minor"
    OR EXISTS (SELECT FROM "refunds" WHERE "payment_id" = payment."id" AND "status" = 'FAILED'));
