from django.db import migrations

# A public partnership has a party. Asked when a transaction is committed: the record is written before its parties, and an import
# or COPY writes many at once. What was public without one before stays until somebody makes it public again.
AT_LEAST_ONE_PARTY = """
CREATE FUNCTION partnerships_party_asked(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM partnerships_partnership WHERE id = asked AND live)
        AND NOT EXISTS (SELECT FROM partnerships_party WHERE partnership_id = asked)
    THEN
        RAISE EXCEPTION 'Partnership % is public and has no party.', asked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partnership_has_party', TABLE = 'partnerships_partnership';
    END IF;
END $$;
CREATE FUNCTION partnerships_made_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_party_asked(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION partnerships_party_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnerships_party_asked(OLD.partnership_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER partnership_has_party_when_made AFTER INSERT ON partnerships_partnership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION partnerships_made_public();
CREATE CONSTRAINT TRIGGER partnership_has_party_when_public AFTER UPDATE OF live ON partnerships_partnership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.live AND NOT OLD.live) EXECUTE FUNCTION partnerships_made_public();
CREATE CONSTRAINT TRIGGER partnership_keeps_party AFTER DELETE ON partnerships_party
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION partnerships_party_left();
CREATE CONSTRAINT TRIGGER partnership_keeps_moved_party AFTER UPDATE OF partnership_id ON partnerships_party
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.partnership_id <> OLD.partnership_id)
    EXECUTE FUNCTION partnerships_party_left();
"""
GONE = """
DROP TRIGGER partnership_keeps_moved_party ON partnerships_party;
DROP TRIGGER partnership_keeps_party ON partnerships_party;
DROP TRIGGER partnership_has_party_when_public ON partnerships_partnership;
DROP TRIGGER partnership_has_party_when_made ON partnerships_partnership;
DROP FUNCTION partnerships_party_left();
DROP FUNCTION partnerships_made_public();
DROP FUNCTION partnerships_party_asked(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0011_records_in_languages")]

    operations = [migrations.RunSQL(AT_LEAST_ONE_PARTY, GONE)]
