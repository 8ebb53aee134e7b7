#include "sheet/sheet.h"

#include <string.h>

bool sheet_is_error(const char *cell) {
    static const char *const ERRORS[] = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
                                         "#SPILL!", "#CALC!", "#GETTING_DATA", SHEET_NO_RESULT};
    for (size_t i = 0; *cell == '#' && i < sizeof ERRORS / sizeof ERRORS[0]; i++)
        if (strcmp(cell, ERRORS[i]) == 0)
            return true;
    return false;
}

#define DIGITS "0123456789"

bool sheet_is_damaged_number(const char *cell) {
    cell += *cell == '-';
    if (strspn(cell, DIGITS) != 1)
        return false;
    cell++;
    if (*cell == '.') {
        size_t decimals = strspn(cell + 1, DIGITS);
        if (decimals == 0)
            return false;
        cell += 1 + decimals;
    }
    if ((*cell != 'E' && *cell != 'e') || cell[1] != '+')
        return false;
    size_t exponent = strspn(cell + 2, DIGITS);
    return exponent >= 1 && exponent <= 3 && cell[2 + exponent] == '\0';
}

void sheet_column_name(unsigned column, char name[8]) {
    char reversed[8];
    unsigned count = 0;
    for (; column > 0 && count < 7; column = (column - 1) / 26)
        reversed[count++] = (char)('A' + (column - 1) % 26);
    for (unsigned i = 0; i < count; i++)
        name[i] = reversed[count - 1 - i];
    name[count] = '\0';
}

enum status sheet_refuse_rows(struct sheet_error *error, unsigned line, unsigned most) {
    if (most == SHEET_ROWS_UPLOADED)
        return sheet_refuse(error, line, 0, "超过 100,000 行：请分成几个文件", "more than 100,000 rows: split the file");
    return sheet_refuse(error, line, 0, "行数太多：请分成几个文件", "too many rows: split the file");
}
