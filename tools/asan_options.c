/* asan_options.c -- build-time programs leave their memory to the end of the process; no leak is looked for. */

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
