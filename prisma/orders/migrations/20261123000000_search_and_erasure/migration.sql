-- AlterTable
ALTER TABLE "product_prices" ADD COLUMN "name" TEXT,
ADD COLUMN "named_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN "name" TEXT;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erased_customers" (
    "customer_id" UUID NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_customers_pkey" PRIMARY KEY ("customer_id")
);

-- CreateIndex
CREATE INDEX "orders_placed_at_id_idx" ON "orders"("placed_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "orders_status_placed_at_id_idx" ON "orders"("status", "placed_at" DESC, "id" DESC);

-- A name is nothing without the moment it was given: an older one that arrives later must not replace it.
ALTER TABLE "product_prices" ADD CONSTRAINT "product_prices_name_is_dated" CHECK (("name" IS NULL) = ("named_at" IS NULL));

-- Of an erased customer's order nobody finds out any more where it went, but for the country.
ALTER TABLE "orders" ADD CONSTRAINT "orders_erased_without_address"
  CHECK ("erased_at" IS NULL OR ("line1" = '' AND "line2" IS NULL AND "city" = '' AND "postal_code" = '' AND "tracking_number" IS NULL));
