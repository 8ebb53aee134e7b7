-- CONF-7: lists leave as files. Whoever enters customers may export theirs, and those who answer for others: each within their scope.
INSERT INTO role_permission (role_id, permission) SELECT role_id, 'customer.export' FROM role_permission WHERE permission = 'customer.create';
INSERT OR IGNORE INTO role_permission (role_id, permission) SELECT id, 'customer.export' FROM role WHERE key IN ('general_manager',
    'deputy_general_manager', 'department_manager', 'service_manager', 'finance', 'legal', 'operations_manager');
