#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Swift cannot call variadic functions or read macros that hold a cast. Everything in this file
   exists for one of those two reasons, except the panic handler, whose reason stands beside it. */

struct mhd_shim_settings
{
  int listen_socket;
  bool thread_per_connection;
  unsigned int threads;
  unsigned int connection_limit;
  unsigned int connections_per_address;
  unsigned int idle_seconds;
  size_t connection_memory;
  const char *tls_key;
  const char *tls_certificate;
  void *context;
  MHD_AccessHandlerCallback access;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target) (void *context, const char *target, struct MHD_Connection *connection);
  size_t (*unescape) (void *context, struct MHD_Connection *connection, char *text);
};

/* libmicrohttpd 0.9.75 calls its panic function, and so aborts, when MHD_quiesce_daemon and a pool
   thread both take the listening socket out of the thread's epoll set. The set is then as both
   wanted it, so going on is right there; anything else ends the process as the library wants. */
static inline void
mhd_shim_panic (void *context, const char *file, unsigned int line, const char *reason)
{
  (void) context;
  if ((NULL != reason) && (NULL != strstr (reason, "listen FD from epoll")))
    return;
  fprintf (stderr, "libmicrohttpd: %s:%u: %s\n", file, line, (NULL != reason) ? reason : "panic");
  abort ();
}

/* MHD_OPTION_STRICT_FOR_CLIENT stays at 0 so that requests without Host, or with spaces in the
   target, reach our own checks and get our own answer instead of the library's page. */
static inline struct MHD_Daemon *
mhd_shim_start (const struct mhd_shim_settings *settings)
{
  struct MHD_OptionItem options[16];
  unsigned int count = 0;
  unsigned int flags = MHD_USE_ITC | MHD_USE_INTERNAL_POLLING_THREAD;

  MHD_set_panic_func (&mhd_shim_panic, NULL);
  flags |= settings->thread_per_connection
           ? (MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL)
           : MHD_USE_EPOLL;
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_LISTEN_SOCKET, settings->listen_socket, NULL };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_CONNECTION_LIMIT, (intptr_t) settings->connection_limit, NULL };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t) settings->connections_per_address, NULL };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t) settings->idle_seconds, NULL };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t) settings->connection_memory, NULL };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_NOTIFY_COMPLETED, (intptr_t) settings->completed, settings->context };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_NOTIFY_CONNECTION, (intptr_t) settings->connection, settings->context };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_URI_LOG_CALLBACK, (intptr_t) settings->target, settings->context };
  options[count++] = (struct MHD_OptionItem) {
    MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t) settings->unescape, settings->context };
  if ((! settings->thread_per_connection) && (settings->threads > 1))
    options[count++] = (struct MHD_OptionItem) {
      MHD_OPTION_THREAD_POOL_SIZE, (intptr_t) settings->threads, NULL };
  if (NULL != settings->tls_key)
  {
    flags |= MHD_USE_TLS;
    options[count++] = (struct MHD_OptionItem) {
      MHD_OPTION_HTTPS_MEM_KEY, 0, (void *) settings->tls_key };
    options[count++] = (struct MHD_OptionItem) {
      MHD_OPTION_HTTPS_MEM_CERT, 0, (void *) settings->tls_certificate };
  }
  options[count] = (struct MHD_OptionItem) { MHD_OPTION_END, 0, NULL };
  return MHD_start_daemon (flags, 0, NULL, NULL, settings->access, settings->context,
                           MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline int
mhd_shim_connection_socket (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info
    = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return (NULL != info) ? info->connect_fd : -1;
}

static inline const struct sockaddr *
mhd_shim_client_address (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info
    = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return (NULL != info) ? info->client_addr : NULL;
}

static inline void *
mhd_shim_socket_context (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info
    = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return (NULL != info) ? info->socket_context : NULL;
}

static inline size_t
mhd_shim_header_size (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info
    = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return (NULL != info) ? info->header_size : 0;
}

/* Before 1.0 the library hands out the head as C strings without refusing NUL, and joins folded
   lines to the wrong half, so what it hands out must be checked against the bytes received. */
static inline bool
mhd_shim_hides_bytes (void)
{
  return MHD_VERSION < 0x01000000;
}

/* Before 1.0 the library ends its answer to HEAD with an empty chunk where the length is unknown,
   which the client would take for the next answer; such an answer must end with the connection. */
static inline void
mhd_shim_end_with_connection (struct MHD_Response *response)
{
  (void) MHD_set_response_options (response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}

static inline uint64_t
mhd_shim_size_unknown (void)
{
  return MHD_SIZE_UNKNOWN;
}

static inline ssize_t
mhd_shim_end_of_stream (void)
{
  return MHD_CONTENT_READER_END_OF_STREAM;
}

static inline ssize_t
mhd_shim_end_with_error (void)
{
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

#endif
