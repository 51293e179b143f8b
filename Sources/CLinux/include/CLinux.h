#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Linux calls that the Glibc module of Swift does not export, or that read better with the error in the result:
// each returns what the call returns, or the negated errno. EINTR is retried where the call may be repeated.

// MARK: Thread-local loop

/// The loop that runs on this thread, or NULL.
void *clinux_current_loop(void);
void clinux_set_current_loop(void *loop);

// MARK: epoll and timers

static const uint32_t clinux_epoll_in = EPOLLIN;
static const uint32_t clinux_epoll_out = EPOLLOUT;
static const uint32_t clinux_epoll_closed = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
static const uint32_t clinux_epoll_rdhup = EPOLLRDHUP;
static const uint32_t clinux_epoll_edge = EPOLLET;

int clinux_epoll_create(void);
int clinux_epoll_add(int set, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_modify(int set, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_remove(int set, int descriptor);

/// What is ready now, without waiting.
int clinux_epoll_poll(int set, struct epoll_event *events, int capacity);
int clinux_timer_create(void);

/// Arms the timer once at an absolute time of the monotonic clock in nanoseconds.
int clinux_timer_arm(int timer, uint64_t nanoseconds);
uint64_t clinux_monotonic_nanoseconds(void);

/// Nanoseconds since 1970-01-01T00:00:00Z.
uint64_t clinux_epoch_nanoseconds(void);

// MARK: Sockets

ssize_t clinux_receive(int descriptor, void *bytes, size_t count);
ssize_t clinux_send(int descriptor, const void *bytes, size_t count);

/// Sends two runs of bytes in one call.
ssize_t clinux_send_pair(
    int descriptor, const void *first, size_t first_count, const void *second, size_t second_count);

/// Accepts a non-blocking, close-on-exec connection.
int clinux_accept(int descriptor, struct sockaddr_storage *peer, socklen_t *length);

/// A non-blocking, close-on-exec stream socket.
int clinux_socket(int family);
int clinux_bind(int descriptor, const struct sockaddr_storage *address, socklen_t length);
int clinux_connect(int descriptor, const struct sockaddr_storage *address, socklen_t length);
int clinux_listen(int descriptor, int backlog);
int clinux_local_address(int descriptor, struct sockaddr_storage *address, socklen_t *length);
int clinux_set_option(int descriptor, int level, int name, int value);
int clinux_set_nonblocking(int descriptor);

/// The user that the peer of a Unix socket ran as when it connected (SO_PEERCRED).
int clinux_peer_user(int descriptor, uint32_t *user);

/// How many bytes the kernel holds that the peer has not taken.
int clinux_unsent(int descriptor);

/// Says that nothing more will be sent; the read side stays open.
void clinux_end_sending(int descriptor);

/// Makes a write to a closed peer an error instead of a signal, in this process.
void clinux_ignore_broken_pipe(void);

/// Fills a Unix address; false when the path does not fit.
bool clinux_unix_address(
    const char *path, size_t count, struct sockaddr_storage *address, socklen_t *length);

/// The path of a Unix address, or an empty string; valid as long as `address`.
const char *clinux_unix_path(const struct sockaddr_storage *address, socklen_t length);

#endif
