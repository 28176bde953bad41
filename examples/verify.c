/* verify.c -- is this proof good?  cc verify.c -laktsom
 *   verify PROOF POLICY [ENTRY]     files; POLICY is a policy, a log's key, or a receipt key in PEM */
#include <aktsom.h>
#include <stdio.h>

static size_t read_all(char *to, size_t most, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(to, 1, most - 1, f) : 0;
    if (f)
        fclose(f);
    to[n] = '\0';
    return n;
}

int main(int argc, char **argv)
{
    static char proof[1 << 20], policy[1 << 16], entry[1 << 16];
    if (argc < 3)
        return fprintf(stderr, "usage: verify PROOF POLICY [ENTRY]\n"), 2;
    size_t proof_n = read_all(proof, sizeof proof, argv[1]);
    read_all(policy, sizeof policy, argv[2]);
    size_t entry_n = argc > 3 ? read_all(entry, sizeof entry, argv[3]) : 0;
    aktsom_result r;
    aktsom_verdict v = aktsom_verify(&r, entry_n ? entry : NULL, entry_n, proof, proof_n, policy);
    printf("%s: %s\n", v == AKTSOM_OK ? "unchanged" : "not to be relied on", v == AKTSOM_OK ? r.origin : r.why);
    return v;
}
