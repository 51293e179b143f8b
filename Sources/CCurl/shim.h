/* curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are C-variadic, which Swift cannot call: one inline
   function for each kind of argument. */
#ifndef WIXMCPD_CCURL_SHIM_H
#define WIXMCPD_CCURL_SHIM_H

#include <curl/curl.h>

/* size, count, data, user data: CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION. */
typedef size_t (*wix_curl_data_callback)(char *data, size_t size, size_t count, void *user);
typedef int (*wix_curl_socket_callback)(CURL *easy, curl_socket_t socket, int what, void *user, void *assigned);
typedef int (*wix_curl_timer_callback)(CURLM *multi, long milliseconds, void *user);

static inline CURLcode wix_curl_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode wix_curl_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
/* libcurl copies the string. */
static inline CURLcode wix_curl_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode wix_curl_easy_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode wix_curl_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode wix_curl_easy_set_data_callback(CURL *easy, CURLoption option, wix_curl_data_callback value) {
    return curl_easy_setopt(easy, option, value);
}
/* Runs when the connection stands and before each time the request is sent. */
static inline CURLcode wix_curl_easy_set_prerequest_callback(CURL *easy, curl_prereq_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode wix_curl_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode wix_curl_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode wix_curl_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode wix_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode wix_curl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode wix_curl_multi_set_socket_callback(CURLM *multi, wix_curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode wix_curl_multi_set_timer_callback(CURLM *multi, wix_curl_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

/* The next finished transfer, or NULL. The result is in a union of CURLMsg. */
static inline CURL *wix_curl_multi_next_done(CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

#endif
