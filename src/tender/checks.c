/* checks.c -- the one table of what tender check looks at. */
#include "tender/findings.h"
#include "tender/model.h"

/* Keep sorted by name. */
const tender_check tender_checks[] = {
    {"catalogue",   check_catalogue  },
    {"clauses",     check_clauses    },
    {"environment", check_environment},
    {"evidence",    check_evidence   },
    {"method",      check_method     },
    {"model",       check_model      },
};
const size_t tender_checks_n = sizeof tender_checks / sizeof *tender_checks;
