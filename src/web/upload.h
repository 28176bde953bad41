/* upload.h -- the body of a POST: form fields into the request, files into private/stage, streamed. */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

#include "web/request.h"

/* Makes the reader of the body; files go into a folder of this request's own, removed with its arena. */
AK_MUST_USE ak_code upload_begin(request *r, ak_err *err);
/* Takes a piece.  Faults are kept and told by upload_end, so that the sender is not cut off in the middle. */
void upload_take(request *r, const char *data, size_t n);
/* AK_E_LIMIT over WEB_UPLOAD_BYTES_MAX or WEB_FORM_BYTES_MAX; AK_E_SYSTEM when the disk failed. */
AK_MUST_USE ak_code upload_end(request *r, ak_err *err);
/* Folder of the files, NULL when none came; it goes with the request. */
const char *upload_dir(const request *r);
/* Somebody else removes the folder. */
void upload_release(request *r);

#endif
