/* figure_text.h -- the words of a figure, in the reader's language. */
#ifndef BASE_FIGURE_TEXT_H
#define BASE_FIGURE_TEXT_H

#include "base/i18n.h"
#include "base/view.h"

/* The value as one line of text; "" for NULL, and for a figure that may not be shown (VIEW-001). */
const char *figure_text(arena *a, const view *v, language lang);
/* The same, its first letter a capital. */
const char *figure_word(arena *a, const view *v, language lang);

#endif
