-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "fact" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "notifications_user_id_fact_key" ON "notifications"("user_id", "fact");
