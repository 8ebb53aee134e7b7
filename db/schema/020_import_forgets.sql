-- When an import is over, nothing that its file said stays but the counts (CONF-8). Nothing runs while this does, so all of them are over.

DELETE FROM import_fault;
DELETE FROM import_column;
DELETE FROM import_sheet;
UPDATE import_batch SET state = 'refused', message_zh = '导入已中断，没有导入任何内容；文件只在内存中，请重新上传',
    message_en = 'the import broke off and nothing was imported; the file was in memory only: upload it again'
WHERE state NOT IN ('done', 'refused', 'stopped');

-- Headings that were values.
DELETE FROM import_habit WHERE heading GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*' OR instr(heading, '@') > 0
    OR replace(replace(heading, ' ', ''), '-', '') GLOB '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9]*';

-- Those that are under way, to find the ones whose process died.
CREATE INDEX import_batch_open ON import_batch (changed_at) WHERE state NOT IN ('done', 'refused', 'stopped');
