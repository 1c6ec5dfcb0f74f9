-- CreateEnum
CREATE TYPE "stock_movement_kind" AS ENUM ('OPENING', 'DELIVERY', 'ADJUSTMENT', 'RESERVED', 'RELEASED', 'COMMITTED', 'EXPIRED', 'RETURNED');

-- AlterTable
ALTER TABLE "stock_levels" ADD COLUMN "low_stock_threshold" INTEGER;

-- CreateTable
CREATE TABLE "stock_movements" (
    "position" BIGSERIAL NOT NULL,
    "product_id" UUID NOT NULL,
    "kind" "stock_movement_kind" NOT NULL,
    "available_change" INTEGER NOT NULL,
    "reserved_change" INTEGER NOT NULL,
    "sold_change" INTEGER NOT NULL,
    "available" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,
    "sold" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "order_id" UUID,
    "administrator_id" UUID,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE INDEX "stock_movements_product_id_position_idx" ON "stock_movements"("product_id", "position" DESC);

ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_threshold_not_negative" CHECK ("low_stock_threshold" >= 0);

-- What was adjusted by hand becomes the beginning of the ledger, …
INSERT INTO "stock_movements" ("product_id", "kind", "available_change", "reserved_change", "sold_change", "available", "reserved", "sold",
  "reason", "administrator_id", "moved_at")
SELECT "product_id", 'ADJUSTMENT', "delta", 0, 0, SUM("delta") OVER (PARTITION BY "product_id" ORDER BY "adjusted_at", "id"), 0, 0,
  "reason", "adjusted_by", "adjusted_at"
FROM "stock_adjustments" ORDER BY "adjusted_at", "id";

-- … and one movement a product stands for all that orders did until now, so that the movements add up to the levels.
INSERT INTO "stock_movements" ("product_id", "kind", "available_change", "reserved_change", "sold_change", "available", "reserved", "sold",
  "reason", "moved_at")
SELECT "product_id", 'OPENING', "level"."available" - "adjusted"."pieces", "level"."reserved", "level"."sold",
  "level"."available", "level"."reserved", "level"."sold", 'LEDGER_OPENED', NOW()
FROM "stock_levels" AS "level"
CROSS JOIN LATERAL (
  SELECT COALESCE(SUM("delta"), 0)::INTEGER AS "pieces" FROM "stock_adjustments" WHERE "stock_adjustments"."product_id" = "level"."product_id"
) AS "adjusted"
WHERE ("level"."available" - "adjusted"."pieces", "level"."reserved", "level"."sold") <> (0, 0, 0);

-- DropTable
DROP TABLE "stock_adjustments";

-- A movement changes something, and somebody answers for it: an order or an administrator. Only the opening stands for many.
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_change_something"
  CHECK (("available_change", "reserved_change", "sold_change") <> (0, 0, 0));
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_have_one_source"
  CHECK (NUM_NONNULLS("order_id", "administrator_id") = CASE WHEN "kind" = 'OPENING' THEN 0 ELSE 1 END);

-- What is written in a ledger stays: a mistake is put right by another movement. The tables' owner could not be held to it by a REVOKE.
CREATE FUNCTION "refuse_change_of_ledger"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock_movements is a ledger: rows can only be added' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER "stock_movements_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "stock_movements"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_ledger"();
