-- AlterTable
ALTER TABLE "cart_lines" ADD COLUMN "price_when_added_minor" INTEGER,
ADD COLUMN "price_when_added_currency" CHAR(3);

-- An amount is nothing without its currency. Lines from before this migration have neither.
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_price_when_added_is_whole"
  CHECK (("price_when_added_minor" IS NULL) = ("price_when_added_currency" IS NULL));
