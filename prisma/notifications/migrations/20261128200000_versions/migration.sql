-- What is kept was told by events without a version, and so gives way to every event that has one.
ALTER TABLE "recipients" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- The clocks of those who sent them no longer decide which of two events is newer.
ALTER TABLE "recipients" DROP COLUMN "updated_at";
