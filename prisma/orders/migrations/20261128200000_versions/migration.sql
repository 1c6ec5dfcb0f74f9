-- What is kept was told by events without a version, and so gives way to every event that has one.
ALTER TABLE "product_prices" ADD COLUMN "price_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "archived_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "name_version" INTEGER NOT NULL DEFAULT 0;

-- The clocks of those who sent them no longer decide which of two events is newer.
ALTER TABLE "product_prices" DROP CONSTRAINT "product_prices_name_is_dated";
ALTER TABLE "product_prices" DROP COLUMN "priced_at",
DROP COLUMN "named_at";
