/* See curl_api.h. */
#include "curl_api.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "zhiban/base/log.h"

#define CURL_FILE "libcurl.so.4" /* the ABI of every libcurl since 7.16 */

struct entry {
    const char *name;
    size_t offset; /* of the member that takes its address */
};

#define CURL_ENTRY(name) {"curl_" #name, offsetof(struct curl_api, name)},
static const struct entry entries[] = {CURL_FUNCTIONS(CURL_ENTRY)};

static bool load(struct curl_api *api)
{
    void *library = dlopen(CURL_FILE, RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        log_line(LOG_ERROR, "net: %s", dlerror());
        return false;
    }
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        void *address = dlsym(library, entries[i].name);
        if (!address) {
            log_line(LOG_ERROR, "net: %s has no %s", CURL_FILE, entries[i].name);
            dlclose(library);
            return false;
        }
        /* POSIX lets an object pointer hold a function's address; C only lets it be copied. */
        memcpy((char *)api + entries[i].offset, &address, sizeof address);
    }
    return true;
}

/* A cache: the library is one for the process, however many nets there are. */
const struct curl_api *curl_api(void)
{
    static struct curl_api api;
    static enum { UNTRIED, LOADED, MISSING } state;
    if (state == UNTRIED) {
        state = load(&api) ? LOADED : MISSING;
    }
    return state == LOADED ? &api : NULL;
}
