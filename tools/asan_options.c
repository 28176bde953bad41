/* asan_options.c -- build-time programs keep their memory to the end: no leak is looked for. */

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
