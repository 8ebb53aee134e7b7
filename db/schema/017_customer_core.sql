-- ARC-8: customers whose names differ by their legal form alone are found at once when one is entered (domain/customer_twin.c).
CREATE INDEX customer_core ON customer (replace(replace(replace(replace(replace(replace(name_fold, '股份有限公司', ''), '有限责任公司', ''),
    '有限公司', ''), '公司', ''), '市', ''), '省', ''));
