#ifndef CMACHINEHOST_H
#define CMACHINEHOST_H

#include <stdbool.h>
#include <stddef.h>

/// What hosting a machine of others takes of the system that Swift cannot say: a file without a
/// name, and a report of what a fault was about, from inside a signal handler.

/// A file in memory that has no name and goes with its last descriptor; -1, and `errno` says why, if
/// there is none.
int machine_host_anonymous_file(size_t byte_count);

/// Gives the memory of a mapped file's pages back, where the system can: they are zero afterwards,
/// in every mapping.
void machine_host_give_back(void *start, size_t byte_count);

/// Says what lies in memory of the host's that a machine may read and not write: `label` is words
/// that begin with an article, and outlives the region. Of one thread.
void machine_host_watch(const void *start, size_t byte_count, const char *label);

/// How many regions there are of which that was said.
size_t machine_host_watched_count(void);

/// Forgets all but the first `count` of them.
void machine_host_forget_watched(size_t count);

/// Has each fault of this thread write a line to standard error that says what it was about; the
/// signal then ends the process.
bool machine_host_report_faults(void);

/// Ends the process, with a line on standard error.
_Noreturn void machine_host_give_up(const char *line);

#endif
