-- Every account begins at its first version: the next change that others are told of is its second.
ALTER TABLE "accounts" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
