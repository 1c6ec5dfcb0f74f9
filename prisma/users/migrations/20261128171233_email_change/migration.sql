-- AlterEnum
ALTER TYPE "token_purpose" ADD VALUE 'CHANGE_EMAIL';

-- AlterTable
ALTER TABLE "one_time_tokens" ADD COLUMN     "new_email" TEXT;

-- What no code path may break, whatever it forgets to check. A new value of an enum cannot be named in the transaction that adds it, hence the text.
ALTER TABLE "one_time_tokens"
  ADD CONSTRAINT "one_time_tokens_new_email" CHECK (("purpose"::text = 'CHANGE_EMAIL') = ("new_email" IS NOT NULL)),
  ADD CONSTRAINT "one_time_tokens_new_email_lower_case" CHECK ("new_email" = lower("new_email"));
