#ifndef REDOUBT_INTERRUPTION_H
#define REDOUBT_INTERRUPTION_H

#include <stdbool.h>

/// From now on a signal that asks the process to end removes what was noted, and then ends it.
///
/// SIGINT, SIGTERM, SIGHUP and SIGPIPE; one that is ignored stays so. SIGXFSZ is ignored, so that a
/// limit on the size of files is an error like a full disk.
void redoubt_watch_signals(void);

/// Notes a file, or a directory that is to go when it is empty.
///
/// Answers its place, or -1 where signals are not watched or there is no room.
int redoubt_note_leftover(const char *path, bool is_directory);

/// Forgets what `redoubt_note_leftover` noted.
void redoubt_forget_leftover(int place);

/// Until the matching `redoubt_release_signals` a signal waits.
void redoubt_hold_signals(void);
void redoubt_release_signals(void);

/// Removes what was noted; may be called by a signal handler.
void redoubt_remove_leftovers(void);

#endif
