/* xlsx_book.h -- the reader's inside, shared by xlsx_read.c, xlsx_rows.c and xlsx_format.c only. */
#ifndef BASE_XLSX_BOOK_H
#define BASE_XLSX_BOOK_H

#include "base/xlsx.h"
#include "base/xml.h"

/* How a number format shows a number. */
typedef struct xlsx_shown {
    bool date;
    bool time;
    bool percent;
    int decimals;
} xlsx_shown;

struct xlsx_book {
    arena *a;
    zipfile *zip;
    xlsx_limits limits;
    xlsx_sheet *sheets;
    size_t *sheet_entries; /* of each sheet in the zip */
    size_t n;
    str *strings; /* shared strings */
    size_t strings_n;
    xlsx_shown *styles; /* by the cells' s attribute */
    size_t styles_n;
    bool since_1904;
};

xlsx_shown xlsx_builtin_format(long id);
xlsx_shown xlsx_format(const char *code);
/* Kind and text of a stored number; false when it is none. */
bool xlsx_number(xlsx_cell *out, arena *a, str raw, const xlsx_shown *shown, bool since_1904);
/* "_x000D_" stands for CR in texts (ST_Xstring). */
str xlsx_text(arena *a, str stored);
/* Feeds one entry of the zip to the handler. */
AK_MUST_USE ak_code xlsx_part_read(xlsx_book *book, size_t entry, const xml_handler *handler, ak_err *err);

#endif
