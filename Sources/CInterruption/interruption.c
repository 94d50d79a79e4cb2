// What a signal has to undo, kept so that a handler may read it: no locks and no memory that is
// given back.

#define _GNU_SOURCE
#include "CInterruption.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACES = 256 };

static _Atomic(char *) files[PLACES];
static _Atomic(char *) directories[PLACES];
static atomic_bool is_watching;
static atomic_bool is_ending;
static atomic_int holds;
static atomic_int pending;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

void redoubt_remove_leftovers(void) {
    for (int place = 0; place < PLACES; place++) {
        char *path = atomic_load(&files[place]);
        if (path) unlink(path);
    }
    for (int place = PLACES - 1; place >= 0; place--) {
        char *path = atomic_load(&directories[place]);
        if (path) rmdir(path);
    }
}

// Ends the process unless somebody holds signals, who then does so.
static void end_by(int number) {
    if (atomic_exchange(&is_ending, true)) return;
    // Whoever began to hold signals before this line is seen here; whoever begins behind it sees
    // `is_ending` and waits.
    if (atomic_load(&holds) > 0) {
        atomic_store(&is_ending, false);
        return;
    }
    redoubt_remove_leftovers();
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    _exit(128 + number);
}

static void handle(int number) {
    int saved = errno;
    atomic_store(&pending, number);
    end_by(number);
    errno = saved;
}

void redoubt_watch_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
        struct sigaction old;
        if (sigaction(signals[index], NULL, &old) == 0 && old.sa_handler == SIG_IGN) continue;
        sigaction(signals[index], &action, NULL);
    }
    // Some programs start others with every signal blocked.
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++)
        sigaddset(&set, signals[index]);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    signal(SIGXFSZ, SIG_IGN);
    atomic_store(&is_watching, true);
}

int redoubt_note_leftover(const char *path, bool is_directory) {
    if (!atomic_load(&is_watching)) return -1;
    // Never given back, since a handler may be reading it.
    char *copy = strdup(path);
    if (!copy) return -1;
    for (int place = 0; place < PLACES; place++) {
        char *empty = NULL;
        _Atomic(char *) *slot = is_directory ? &directories[place] : &files[place];
        if (atomic_compare_exchange_strong(slot, &empty, copy))
            return is_directory ? PLACES + place : place;
    }
    free(copy);
    return -1;
}

void redoubt_forget_leftover(int place) {
    if (place < 0 || place >= 2 * PLACES) return;
    if (place < PLACES)
        atomic_store(&files[place], NULL);
    else
        atomic_store(&directories[place - PLACES], NULL);
}

void redoubt_hold_signals(void) {
    atomic_fetch_add(&holds, 1);
    while (atomic_load(&is_ending)) sched_yield();
}

void redoubt_release_signals(void) {
    if (atomic_fetch_sub(&holds, 1) != 1) return;
    int number = atomic_load(&pending);
    if (number) end_by(number);
}
