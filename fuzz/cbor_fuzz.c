/* cbor_fuzz.c -- what the CBOR reader accepts has exactly the bytes that the writer would write. */
#include "base/cbor.h"
#include "fuzz.h"

static void put(buf *out, const cbor *v)
{
    switch (v->kind) {
    case CBOR_UINT:
        cbor_put_uint(out, v->number);
        break;
    case CBOR_NEGATIVE:
        MUST(v->number <= INT64_MAX);
        cbor_put_int(out, -1 - (int64_t)v->number);
        break;
    case CBOR_BYTES:
        cbor_put_bytes(out, v->text);
        break;
    case CBOR_TEXT:
        cbor_put_text(out, v->text);
        break;
    case CBOR_ARRAY:
        cbor_put_array(out, v->n);
        break;
    case CBOR_MAP:
        cbor_put_map(out, v->n);
        break;
    case CBOR_TAG:
        cbor_put_tag(out, v->number);
        break;
    case CBOR_BOOL:
        cbor_put_bool(out, v->truth);
        break;
    case CBOR_NULL:
        cbor_put_null(out);
        break;
    }
    for (const cbor *item = v->first; item; item = item->next) {
        if (item->key)
            put(out, item->key);
        put(out, item);
    }
}

/* A negative number below -2^63 can be read but not written. */
static bool writable(const cbor *v)
{
    if (v->kind == CBOR_NEGATIVE && v->number > INT64_MAX)
        return false;
    for (const cbor *item = v->first; item; item = item->next)
        if (!writable(item) || (item->key && !writable(item->key)))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {.limit_bytes = (size_t)64 << 20};
    str in = {(const char *)data, size};
    const cbor *v = NULL;
    if (cbor_read(&v, &a, in, NULL, NULL) == AK_OK && writable(v)) {
        buf out = buf_new(&a, 0);
        put(&out, v);
        MUST(str_eq(buf_str(&out), in));
    }
    /* memory goes with the bytes that are there */
    MUST(a.used_bytes <= 4096 + size * 400);
    arena_free(&a);
    return 0;
}
