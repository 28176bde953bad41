/* peer.c -- what is kept of another party's log. */
#include "ledger/peer.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "ledger/fraud.h"
#include "ledger/monitor.h"
#include "ledger/rules.h"

#define NAME_BYTES_MAX 100

static bool name_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

bool peer_name_ok(str name)
{
    if (name.n == 0 || name.n > NAME_BYTES_MAX || name.p[0] == '.')
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (!name_sign(name.p[i]))
            return false;
    return true;
}

const char *peer_name_of(arena *a, str origin)
{
    size_t n = origin.n < NAME_BYTES_MAX ? origin.n : NAME_BYTES_MAX;
    char *name = arena_copy(a, origin.p, n);
    for (size_t i = 0; i < n; i++)
        if (!name_sign(name[i]) || (i == 0 && name[i] == '.'))
            name[i] = '-';
    return name;
}

static const char *head_path(arena *a, const char *peer_dir, const checkpoint *head)
{
    char hex[9];
    hex_write(hex, head->root.b, 4);
    return arena_printf(a, "%s/heads/%020llu-%s.note", peer_dir, (unsigned long long)head->size, hex);
}

/* Signature lines of note that kept lacks, behind kept. */
static str with_lines(arena *a, str kept, const note *n, str bytes)
{
    str rest = {n->text.p + n->text.n + 1, (size_t)(bytes.p + bytes.n - n->text.p) - n->text.n - 1};
    while (rest.n) {
        str line = str_cut(&rest, '\n');
        kept = note_with(a, kept, str_of(arena_printf(a, "%.*s\n", (int)line.n, line.p)));
    }
    return kept;
}

static ak_code same_size(const char **fraud_out, arena *a, const char *peer_dir, str vkey, str bytes,
                         const checkpoint *head, ak_err *err)
{
    peer_head *heads;
    size_t n;
    fraud f;
    AK_TRY(peer_heads(&heads, &n, a, peer_dir, err));
    for (size_t i = 0; i < n; i++)
        if (heads[i].head.size == head->size && fraud_of_heads(&f, a, vkey, heads[i].note, bytes, NULL, 0))
            return fraud_keep(fraud_out, a, arena_printf(a, "%s/fraud", peer_dir), &f, err);
    return AK_OK;
}

ak_code peer_head_keep(const char **fraud_out, arena *a, const char *peer_dir, str vkey, str note_bytes,
                       ak_err *err)
{
    note n;
    checkpoint head;
    note_vkey key;
    str kept;
    *fraud_out = NULL;
    AK_TRY(note_vkey_read(&key, a, vkey, err));
    AK_TRY(checkpoint_note_read(&n, &head, a, note_bytes, err));
    note_check check = str_eq(key.name, head.origin) ? note_verify(&n, &key, NULL) : NOTE_UNSIGNED;
    if (check != NOTE_GOOD)
        return check == NOTE_BAD ? ak_fail(err, &LED_055) : ak_fail(err, &LED_054, str_c(a, vkey));
    AK_TRY(same_size(fraud_out, a, peer_dir, vkey, note_bytes, &head, err));
    const char *path = head_path(a, peer_dir, &head);
    AK_TRY(fs_mkdirs(arena_printf(a, "%s/heads", peer_dir), 0700, err));
    ak_code code = fs_read(&kept, a, path, 2 * NOTE_BYTES_MAX, err);
    if (code == AK_E_NOTFOUND)
        return fs_write(path, note_bytes, 0600, err);
    AK_TRY(code);
    str more = with_lines(a, kept, &n, note_bytes);
    return str_eq(more, kept) ? AK_OK : fs_write(path, more, 0600, err);
}

ak_code peer_heads(peer_head **out, size_t *n_out, arena *a, const char *peer_dir, ak_err *err)
{
    fs_list files = {0};
    const char *dir = arena_printf(a, "%s/heads", peer_dir);
    if (fs_is_dir(dir))
        AK_TRY(fs_walk(&files, a, dir, PEER_HEADS_MAX, err));
    *out = ARENA_NEWS(a, peer_head, files.n + 1);
    *n_out = 0;
    for (size_t i = 0; i < files.n; i++) { /* sorted by name, which begins with the size in 20 digits */
        peer_head *h = &(*out)[*n_out];
        note n;
        if (files.rows[i].kind != FS_FILE || !str_ends(str_of(files.rows[i].path), ".note"))
            continue;
        const char *path = arena_printf(a, "%s/%s", dir, files.rows[i].path);
        AK_TRY(fs_read(&h->note, a, path, 2 * NOTE_BYTES_MAX, err));
        if (checkpoint_note_read(&n, &h->head, a, h->note, NULL) != AK_OK)
            return ak_fail(err, &LED_008, path, N_("it is no signed head"));
        (*n_out)++;
    }
    return AK_OK;
}

static const char *vkey_path(arena *a, const char *peer_dir)
{
    return arena_printf(a, "%s/vkey", peer_dir);
}

ak_code peer_vkey(str *out, arena *a, const char *peer_dir, ak_err *err)
{
    monitor_state s;
    ak_code code = fs_read(out, a, vkey_path(a, peer_dir), NOTE_BYTES_MAX, err);
    if (code == AK_OK)
        *out = str_trim(*out);
    if (code != AK_E_NOTFOUND)
        return code;
    AK_TRY(monitor_state_read(&s, a, peer_dir, err));
    *out = s.vkey;
    return AK_OK;
}

ak_code peer_vkey_keep(arena *a, const char *peer_dir, str vkey, ak_err *err)
{
    AK_TRY(fs_mkdirs(peer_dir, 0700, err));
    return fs_write(vkey_path(a, peer_dir), str_of(arena_printf(a, "%.*s\n", (int)vkey.n, vkey.p)), 0600,
                    err);
}

/* ---- what the log said about its keys ---- */

#define WORDS_BYTES_MAX ((size_t)64 << 20)

static const char *words_path(arena *a, const char *peer_dir)
{
    return arena_printf(a, "%s/keys", peer_dir);
}

static int by_index(const void *x, const void *y)
{
    const peer_word *a = x, *b = y;
    return a->index < b->index ? -1 : a->index > b->index;
}

static ak_code word_read(peer_word *out, arena *a, str line, const char *path, ak_err *err)
{
    str number = str_cut(&line, ' ');
    return str_whole(&out->index, number, INT64_MAX) && base64_read(a, &out->entry, line)
               ? AK_OK
               : ak_fail(err, &LED_008, path, N_("it is not as it was written"));
}

/* Sorted; of each index the first that came. */
static size_t each_once(peer_word *words, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(words, n, sizeof *words, by_index);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || words[kept - 1].index != words[i].index)
            words[kept++] = words[i];
    return kept;
}

static ak_code words_file(peer_word **out, size_t *n_out, arena *a, const char *peer_dir, size_t more,
                          ak_err *err)
{
    str text = {0};
    const char *path = words_path(a, peer_dir);
    ak_code code = fs_read(&text, a, path, WORDS_BYTES_MAX, err);
    if (code != AK_OK && code != AK_E_NOTFOUND)
        return code;
    size_t lines = 0;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    *out = ARENA_NEWS(a, peer_word, lines + more + 2);
    *n_out = 0;
    while (text.n)
        AK_TRY(word_read(&(*out)[(*n_out)++], a, str_cut(&text, '\n'), path, err));
    return AK_OK;
}

ak_code peer_words(peer_word **out, size_t *n_out, arena *a, const char *peer_dir, ak_err *err)
{
    monitor_state s;
    AK_TRY(monitor_state_read(&s, a, peer_dir, err));
    AK_TRY(words_file(out, n_out, a, peer_dir, s.words_n, err));
    for (size_t i = 0; i < s.words_n; i++)
        (*out)[(*n_out)++] = s.words[i];
    *n_out = each_once(*out, *n_out);
    return AK_OK;
}

ak_code peer_ring(keyring *out, arena *a, const char *peer_dir, ak_err *err)
{
    peer_word *words;
    size_t n;
    const char *why;
    *out = keyring_new(a);
    AK_TRY(peer_words(&words, &n, a, peer_dir, err));
    for (size_t i = 0; i < n; i++)
        (void)keyring_take(out, words[i].entry, words[i].index, &why);
    return AK_OK;
}

ak_code peer_words_keep(arena *a, const char *peer_dir, const peer_word *words, size_t n, ak_err *err)
{
    peer_word *all;
    size_t all_n, kept_n;
    AK_TRY(words_file(&all, &all_n, a, peer_dir, n, err));
    kept_n = all_n;
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        for (size_t k = 0; k < kept_n && !there; k++)
            there = all[k].index == words[i].index;
        if (!there)
            all[all_n++] = words[i];
    }
    if (all_n == kept_n)
        return AK_OK;
    all_n = each_once(all, all_n);
    buf b = buf_new(a, WORDS_BYTES_MAX);
    for (size_t i = 0; i < all_n; i++) {
        buf_printf(&b, "%llu ", (unsigned long long)all[i].index);
        buf_add_str(&b, base64_write(a, all[i].entry.p, all[i].entry.n));
        buf_add_char(&b, '\n');
    }
    AK_TRY(buf_done(&b, err));
    return fs_write(words_path(a, peer_dir), buf_str(&b), 0600, err);
}
