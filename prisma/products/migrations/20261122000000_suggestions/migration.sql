-- Suggestions look for words that begin in the name alone, from the first letter on; the index over all of the text would find far more.
CREATE INDEX "products_name_trigrams_idx" ON "products" USING GIN ("name" gin_trgm_ops) WITH (fastupdate = off);
