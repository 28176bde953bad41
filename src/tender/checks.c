/* checks.c -- the one table of what tender check looks at. */
#include "tender/findings.h"
#include "tender/model.h"

/* Keep sorted by name. */
const tender_check tender_checks[] = {
    {"catalogue",   tender_check_catalogue  },
    {"clauses",     tender_check_clauses    },
    {"environment", tender_check_environment},
    {"evidence",    tender_check_evidence   },
    {"method",      tender_check_method     },
    {"model",       tender_check_model      },
};
const size_t tender_checks_n = sizeof tender_checks / sizeof *tender_checks;
