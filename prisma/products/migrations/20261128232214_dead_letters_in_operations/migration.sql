-- DropTable
DROP TABLE "dead_letters";
