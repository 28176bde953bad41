/* account_dialogues.h -- with whom the year's talks were: rights-holders, unions, NGOs, suppliers (steps 2 to 6). */
#ifndef REPORT_ACCOUNT_DIALOGUES_H
#define REPORT_ACCOUNT_DIALOGUES_H

#include "report/account_inside.h"

/* "dialogues", a row each in the order of their days, and "dialogues_n". */
AK_MUST_USE ak_code account_dialogues_put(view *v, account *t, ak_err *err);

#endif
