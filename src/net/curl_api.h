/* libcurl, loaded when the first request is made. With its thirty shared objects it costs 4 ms of
 * CPU, which the first paint and every command that asks no backend do without; so it is not linked
 * but opened, and its functions are called through this table. */
#ifndef ZHIBAN_SRC_NET_CURL_API_H
#define ZHIBAN_SRC_NET_CURL_API_H

#include <curl/curl.h>

/* One line a function: the name without `curl_`. The members have the types of curl's headers. */
#define CURL_FUNCTIONS(F)                                                                          \
    F(easy_cleanup)                                                                                \
    F(easy_getinfo)                                                                                \
    F(easy_init)                                                                                   \
    F(easy_reset)                                                                                  \
    F(easy_setopt)                                                                                 \
    F(easy_strerror)                                                                               \
    F(free)                                                                                        \
    F(getdate)                                                                                     \
    F(global_cleanup)                                                                              \
    F(global_init)                                                                                 \
    F(multi_add_handle)                                                                            \
    F(multi_cleanup)                                                                               \
    F(multi_info_read)                                                                             \
    F(multi_init)                                                                                  \
    F(multi_perform)                                                                               \
    F(multi_poll)                                                                                  \
    F(multi_remove_handle)                                                                         \
    F(multi_setopt)                                                                                \
    F(multi_strerror)                                                                              \
    F(slist_append)                                                                                \
    F(slist_free_all)                                                                              \
    F(url)                                                                                         \
    F(url_cleanup)                                                                                 \
    F(url_get)                                                                                     \
    F(url_set)                                                                                     \
    F(version_info)

#define CURL_MEMBER(name) __typeof__(curl_##name) *name;
struct curl_api {
    CURL_FUNCTIONS(CURL_MEMBER)
};
#undef CURL_MEMBER

/* The table, loaded by the first call and kept for the life of the process (libcurl's threads may
 * outlive a handle). NULL: the library or one of the functions is missing; the log says which. */
const struct curl_api *curl_api(void);

#endif
