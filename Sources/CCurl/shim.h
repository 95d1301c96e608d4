#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo take any type, which Swift cannot call.

typedef size_t (*innoreg_curl_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode innoreg_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode innoreg_curl_set_number(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode innoreg_curl_set_list(
    CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode innoreg_curl_set_context(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode innoreg_curl_set_callback(
    CURL *handle, CURLoption option, innoreg_curl_callback value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode innoreg_curl_get_number(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline const char *innoreg_curl_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version;
}
