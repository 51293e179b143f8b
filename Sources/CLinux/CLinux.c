#define _GNU_SOURCE
#include "CLinux.h"

#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>

// Read on every hand-over; the program is never loaded later than its threads, so the cheapest model will do.
static _Thread_local __attribute__((tls_model("initial-exec"))) void *current_loop = NULL;

void *clinux_current_loop(void) { return current_loop; }
void clinux_set_current_loop(void *loop) { current_loop = loop; }

int clinux_epoll_create(void) {
    int result = epoll_create1(EPOLL_CLOEXEC);
    return result < 0 ? -errno : result;
}

static int clinux_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(set, operation, descriptor, &event) < 0 ? -errno : 0;
}

int clinux_epoll_add(int set, int descriptor, uint32_t events, uint64_t token) {
    int result = clinux_epoll_control(set, EPOLL_CTL_ADD, descriptor, events, token);
    return result == -EEXIST ? clinux_epoll_control(set, EPOLL_CTL_MOD, descriptor, events, token) : result;
}

int clinux_epoll_modify(int set, int descriptor, uint32_t events, uint64_t token) {
    return clinux_epoll_control(set, EPOLL_CTL_MOD, descriptor, events, token);
}

int clinux_epoll_remove(int set, int descriptor) {
    return clinux_epoll_control(set, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int clinux_epoll_poll(int set, struct epoll_event *events, int capacity) {
    int result;
    do result = epoll_wait(set, events, capacity, 0);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : result;
}

int clinux_timer_create(void) {
    int result = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return result < 0 ? -errno : result;
}

int clinux_timer_arm(int timer, uint64_t nanoseconds) {
    if (nanoseconds == 0) nanoseconds = 1;
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(nanoseconds / 1000000000u), .tv_nsec = (long)(nanoseconds % 1000000000u)}};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL) < 0 ? -errno : 0;
}

static uint64_t clinux_nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t clinux_monotonic_nanoseconds(void) { return clinux_nanoseconds(CLOCK_MONOTONIC); }
uint64_t clinux_epoch_nanoseconds(void) { return clinux_nanoseconds(CLOCK_REALTIME); }

ssize_t clinux_receive(int descriptor, void *bytes, size_t count) {
    ssize_t result;
    do result = recv(descriptor, bytes, count, 0);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -(ssize_t)errno : result;
}

ssize_t clinux_send(int descriptor, const void *bytes, size_t count) {
    ssize_t result;
    do result = send(descriptor, bytes, count, MSG_NOSIGNAL);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -(ssize_t)errno : result;
}

ssize_t clinux_send_pair(
    int descriptor, const void *first, size_t first_count, const void *second, size_t second_count) {
    struct iovec parts[2] = {
        {.iov_base = (void *)first, .iov_len = first_count}, {.iov_base = (void *)second, .iov_len = second_count}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t result;
    do result = sendmsg(descriptor, &message, MSG_NOSIGNAL);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -(ssize_t)errno : result;
}

int clinux_accept(int descriptor, struct sockaddr_storage *peer, socklen_t *length) {
    int result;
    do result = accept4(descriptor, (struct sockaddr *)peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : result;
}

int clinux_socket(int family) {
    int result = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return result < 0 ? -errno : result;
}

int clinux_bind(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
    return bind(descriptor, (const struct sockaddr *)address, length) < 0 ? -errno : 0;
}

int clinux_connect(int descriptor, const struct sockaddr_storage *address, socklen_t length) {
    return connect(descriptor, (const struct sockaddr *)address, length) < 0 ? -errno : 0;
}

int clinux_listen(int descriptor, int backlog) { return listen(descriptor, backlog) < 0 ? -errno : 0; }

int clinux_local_address(int descriptor, struct sockaddr_storage *address, socklen_t *length) {
    return getsockname(descriptor, (struct sockaddr *)address, length) < 0 ? -errno : 0;
}

int clinux_set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value) < 0 ? -errno : 0;
}

int clinux_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) return -errno;
    return fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0 ? -errno : 0;
}

int clinux_peer_user(int descriptor, uint32_t *user) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -errno;
    *user = credentials.uid;
    return 0;
}

int clinux_unsent(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) < 0 ? -errno : count;
}

void clinux_end_sending(int descriptor) { shutdown(descriptor, SHUT_WR); }

void clinux_ignore_broken_pipe(void) { signal(SIGPIPE, SIG_IGN); }

bool clinux_unix_address(
    const char *path, size_t count, struct sockaddr_storage *address, socklen_t *length) {
    struct sockaddr_un *local = (struct sockaddr_un *)address;
    if (count == 0 || count >= sizeof local->sun_path) return false;
    memset(address, 0, sizeof *address);
    local->sun_family = AF_UNIX;
    memcpy(local->sun_path, path, count);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count + 1);
    return true;
}

const char *clinux_unix_path(const struct sockaddr_storage *address, socklen_t length) {
    const struct sockaddr_un *local = (const struct sockaddr_un *)address;
    return length > offsetof(struct sockaddr_un, sun_path) ? local->sun_path : "";
}
