// The program import: lists of customers from spreadsheets, checked and then taken over as a whole or not at all (ARC-13). It is a
// program of its own because its workers wait for uploads, start processes that read files, and are confined for that.
#include "domain/customer.h"
#include "domain/entitlement.h"
#include "domain/import_undo.h"
#include "domain/session.h"
#include "domain/withheld.h"
#include "import/board.h"
#include "import/clerk.h"
#include "import/idle.h"
#include "import/pages.h"
#include "sheet/open.h"

#define BATCH UPLOAD_PATH "/{batch}"

static const struct route ROUTES[] = {
    {METHOD_GET, UPLOAD_PATH, PERM_CUSTOMER_IMPORT, import_page, {"导入客户", "Import customers"}, 0},
    {METHOD_POST, UPLOAD_PATH, PERM_CUSTOMER_IMPORT, upload_do, {"导入客户", "Import customers"}, 0},
    {METHOD_POST, UPLOAD_PATH "/template", PERM_CUSTOMER_IMPORT, template_do, {"导入模板", "List to fill in"}, 0},
    {METHOD_GET, BATCH, PERM_CUSTOMER_IMPORT, batch_page, {"导入", "Import"}, 0},
    {METHOD_POST, BATCH "/place", PERM_CUSTOMER_IMPORT, place_do, {"导入", "Import"}, 0},
    {METHOD_POST, BATCH "/check", PERM_CUSTOMER_IMPORT, check_do, {"导入", "Import"}, 0},
    {METHOD_POST, BATCH "/write", PERM_CUSTOMER_IMPORT, write_do, {"导入", "Import"}, 0},
    {METHOD_POST, BATCH "/stop", PERM_CUSTOMER_IMPORT, stop_do, {"导入", "Import"}, 0},
    {METHOD_POST, BATCH "/rejected", PERM_CUSTOMER_IMPORT, rejected_do, {"有误的行", "Faulty rows"}, 0},
    {METHOD_GET, BATCH "/undo", PERM_CUSTOMER_IMPORT, undo_page, {"撤销导入", "Undo an import"}, 0},
    {METHOD_POST, BATCH "/undo", PERM_CUSTOMER_IMPORT, undo_do, {"撤销导入", "Undo an import"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&IMPORT_VIEW, &BATCH_VIEW, &UNDO_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {SESSION_STATEMENTS, CUSTOMER_STATEMENTS, ENTITLEMENT_STATEMENTS, IMPORT_STATEMENTS,
                                                      IMPORT_BATCH_STATEMENTS, IMPORT_UNDO_STATEMENTS, WITHHELD_STATEMENTS, NULL};

static enum status start(void) {
    sheet_load_encodings();
    TRY(board_open());
    return clerk_open();
}

static const struct program IMPORT_PROGRAM = {
    .name = "import",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 4,
    .start = start,
    .companion = clerk_run,
    .idle = import_idle,
    .upload_path = UPLOAD_PATH,
    .upload_most = UPLOAD_MAX,
};

int main(int argc, char **argv) {
    return program_main(&IMPORT_PROGRAM, argc, argv);
}
