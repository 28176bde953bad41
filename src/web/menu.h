/* menu.h -- where one can go: the parts of the house, and the places within the part that one is in. */
#ifndef WEB_MENU_H
#define WEB_MENU_H

#include "web/request.h"

/* List of {href, label, current: is this page, within: holds this page}.  Places that are not built are left out. */
view *menu_parts(request *r);
/* The same of the places in the part of this page; empty where it has fewer than two. */
view *menu_places(request *r);

#endif
