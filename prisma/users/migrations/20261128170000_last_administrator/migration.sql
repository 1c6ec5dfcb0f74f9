-- What no code path may break, whatever it forgets to check: a shop that has an administrator keeps one, by hand too. When the
-- transaction ends, so that one account can hand the role to another in either order.
CREATE FUNCTION "accounts_keep_an_administrator"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Of two at once each still sees the other's role: the second waits here, and then sees that it is gone.
  PERFORM pg_advisory_xact_lock(hashtext('accounts_keep_an_administrator'));
  IF NOT EXISTS (SELECT FROM "accounts" WHERE 'ADMINISTRATOR' = ANY ("roles")) THEN
    RAISE EXCEPTION 'this is the last administrator: make another account an administrator first'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_keep_an_administrator';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER "accounts_keep_an_administrator"
  AFTER UPDATE OF "roles" OR DELETE ON "accounts" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN ('ADMINISTRATOR' = ANY (OLD."roles")) EXECUTE FUNCTION "accounts_keep_an_administrator"();
