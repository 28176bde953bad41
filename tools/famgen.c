/* famgen.c -- writes from data/families.tsv all that is made from a family's table.
 *
 * usage: famgen ISSUES families.tsv enums.tsv state.sql keywords.txt
 *               OUT/family_table.c OUT/schema.sql OUT/schema_pg.sql OUT/families.md OUT/families.pg
 *
 * ISSUES: comma-separated words of the column `issue` that are built.  A family is built if its own row is;
 * a field if its row is and, for a reference, at least one of the families it names is.
 */
#include "famgen.h"

int main(int argc, char **argv)
{
    if (argc != 11)
        gen_die("usage: famgen ISSUES families.tsv enums.tsv state.sql keywords.txt TABLE.c SCHEMA SCHEMA_PG "
                "DOC PG");
    const gen_model *m = famgen_read(argv[2], argv[3], argv[5], argv[1]);
    gen_text schema = {0};
    famgen_write_schema(&schema, m, gen_read(argv[4]));
    gen_text schema_pg = {0};
    famgen_write_schema_pg(&schema_pg, gen_text_c(&schema));
    gen_text tables = {0};
    gen_text pg = {0};
    famgen_write_tables(&tables, &pg, m, gen_text_c(&schema));
    gen_text docs = {0};
    famgen_write_docs(&docs, m);
    gen_write(argv[6], &tables);
    gen_write(argv[7], &schema);
    gen_write(argv[8], &schema_pg);
    gen_write(argv[9], &docs);
    gen_write(argv[10], &pg);
    return 0;
}
