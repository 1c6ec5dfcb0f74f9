-- What is kept was told by events without a version, and so gives way to every event that has one.
ALTER TABLE "customers" ADD COLUMN "locale_version" INTEGER NOT NULL DEFAULT 0;
