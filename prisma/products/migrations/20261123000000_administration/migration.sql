-- AlterTable
ALTER TABLE "categories" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "brands" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "products" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "picture_folder" TEXT;

-- Until now no slug ever changed, so each product's pictures lie under its slug of today.
UPDATE "products" SET "picture_folder" = "slug";
ALTER TABLE "products" ALTER COLUMN "picture_folder" SET NOT NULL;

-- CreateTable
CREATE TABLE "product_slugs" (
    "slug" TEXT NOT NULL,
    "product_id" UUID NOT NULL,

    CONSTRAINT "product_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "category_slugs" (
    "slug" TEXT NOT NULL,
    "category_id" UUID NOT NULL,

    CONSTRAINT "category_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "brand_slugs" (
    "slug" TEXT NOT NULL,
    "brand_id" UUID NOT NULL,

    CONSTRAINT "brand_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "price_changes" (
    "product_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "previous_price_minor" INTEGER,
    "currency" TEXT NOT NULL,
    "changed_by" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_changes_pkey" PRIMARY KEY ("product_id","version")
);

INSERT INTO "product_slugs" ("slug", "product_id") SELECT "slug", "id" FROM "products";
INSERT INTO "category_slugs" ("slug", "category_id") SELECT "slug", "id" FROM "categories";
INSERT INTO "brand_slugs" ("slug", "brand_id") SELECT "slug", "id" FROM "brands";

-- The history begins with what each product costs today: what it cost before, and who changed it, was not kept.
INSERT INTO "price_changes" ("product_id", "version", "price_minor", "currency", "changed_at")
SELECT "id", "version", "price_minor", "currency", CURRENT_TIMESTAMP FROM "products";

-- CreateIndex
CREATE INDEX "product_slugs_product_id_idx" ON "product_slugs"("product_id");

-- CreateIndex
CREATE INDEX "category_slugs_category_id_idx" ON "category_slugs"("category_id");

-- CreateIndex
CREATE INDEX "brand_slugs_brand_id_idx" ON "brand_slugs"("brand_id");

-- AddForeignKey
ALTER TABLE "product_slugs" ADD CONSTRAINT "product_slugs_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "category_slugs" ADD CONSTRAINT "category_slugs_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brand_slugs" ADD CONSTRAINT "brand_slugs_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_changes" ADD CONSTRAINT "price_changes_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Behind the checks of the domain. That a longer circle cannot close is the work of the lock that each move takes.
ALTER TABLE "categories" ADD CONSTRAINT "categories_not_inside_itself" CHECK ("parent_id" <> "id");
