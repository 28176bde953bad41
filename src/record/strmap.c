/* strmap.c -- a map from texts to numbers. */
#include "record/strmap.h"

#include <string.h>

/* FNV-1a, then mixed so that the low bits depend on all. */
uint64_t strmap_hash(str key)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * UINT64_C(1099511628211);
    h ^= h >> 32;
    h *= UINT64_C(0xd6e8feb86659fd93);
    return h ^ (h >> 32);
}

static strmap_slot *slot_of(const strmap *m, str key, uint64_t hash)
{
    for (size_t i = hash & (m->cap - 1);; i = (i + 1) & (m->cap - 1)) {
        strmap_slot *s = &m->slots[i];
        if (!s->key.p || (s->hash == hash && str_eq(s->key, key)))
            return s;
    }
}

int64_t *strmap_get(const strmap *m, str key)
{
    if (m->n == 0)
        return NULL;
    strmap_slot *s = slot_of(m, key, strmap_hash(key));
    return s->key.p ? &s->value : NULL;
}

static void grow(strmap *m)
{
    strmap old = *m;
    m->cap = old.cap ? old.cap * 2 : 64;
    m->slots = ARENA_NEWS(m->a, strmap_slot, m->cap);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i].key.p)
            *slot_of(m, old.slots[i].key, old.slots[i].hash) = old.slots[i];
}

int64_t *strmap_put(strmap *m, str key, int64_t value)
{
    if ((m->n + 1) * 3 > m->cap * 2)
        grow(m);
    uint64_t hash = strmap_hash(key);
    strmap_slot *s = slot_of(m, key, hash);
    if (!s->key.p) {
        *s = (strmap_slot){.key = str_copy(m->a, key), .hash = hash, .value = value};
        m->n++;
    }
    return &s->value;
}
