-- The custodian goes through the newest notices only, but for once after its start (custodian/watch.c).
CREATE INDEX audit_notice_until ON audit_notice (until);
