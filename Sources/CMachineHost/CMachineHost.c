#define _GNU_SOURCE
#include "CMachineHost.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// MARK: A file without a name

static int open_anonymous(void) {
#if defined(__linux__)
    return memfd_create("synchromesh", MFD_CLOEXEC);
#else
    char name[64];
    snprintf(name, sizeof name, "/synchromesh-%d-%lx", (int)getpid(), (unsigned long)random());
    int file = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (file >= 0) shm_unlink(name);
    return file;
#endif
}

int machine_host_anonymous_file(size_t byte_count) {
    int file = open_anonymous();
    if (file < 0) return -1;
    if (ftruncate(file, (off_t)byte_count) == 0) return file;
    int reason = errno;
    close(file);
    errno = reason;
    return -1;
}

void machine_host_give_back(void *start, size_t byte_count) {
#if defined(__linux__)
    madvise(start, byte_count, MADV_REMOVE);
#else
    (void)start, (void)byte_count;
#endif
}

// MARK: Faults

struct region {
    uintptr_t start, end;
    const char *label;
};

/// Those that lie behind more of them are not told by their names.
enum { REGION_CAPACITY = 8192 };

static struct region regions[REGION_CAPACITY];
static size_t region_count;

/// The native stack of the thread that asked for reports, and what lies below it.
static uintptr_t stack_start, stack_end;

void machine_host_watch(const void *start, size_t byte_count, const char *label) {
    if (region_count >= REGION_CAPACITY) return;
    uintptr_t first = (uintptr_t)start;
    regions[region_count++] = (struct region){first, first + byte_count, label};
}

size_t machine_host_watched_count(void) { return region_count; }

void machine_host_forget_watched(size_t count) {
    if (count < region_count) region_count = count;
}

/// A line that is put together without any function that a signal handler must not call.
struct line {
    char text[256];
    size_t count;
};

static void add_text(struct line *line, const char *text) {
    while (*text != 0 && line->count < sizeof line->text - 1) line->text[line->count++] = *text++;
}

static void add_number(struct line *line, uintptr_t number, unsigned base) {
    char digits[24];
    size_t count = 0;
    do {
        digits[count++] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    while (count > 0 && line->count < sizeof line->text - 1)
        line->text[line->count++] = digits[--count];
}

static void write_line(struct line *line) {
    line->text[line->count++] = '\n';
    ssize_t ignored = write(STDERR_FILENO, line->text, line->count);
    (void)ignored;
}

/// The innermost region with an address.
static const struct region *region_at(uintptr_t address) {
    for (size_t index = region_count; index > 0; index--) {
        const struct region *region = &regions[index - 1];
        if (region->start <= address && address < region->end) return region;
    }
    return NULL;
}

static void report(int number, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    const struct region *region = region_at(address);
    struct line line = {.count = 0};
    add_text(&line, "memory error: ");
    if (region != NULL) {
        add_text(&line, "wrote to ");
        add_text(&line, region->label);
        add_text(&line, ", at byte ");
        add_number(&line, address - region->start, 10);
    } else if (stack_start <= address && address < stack_end) {
        add_text(&line, "ran over the end of the native stack");
    } else {
        add_text(&line, "touched address 0x");
        add_number(&line, address, 16);
        add_text(&line, ", where nothing is to be touched");
    }
    write_line(&line);
    // The handler is gone (SA_RESETHAND): the instruction is executed again, and ends the process.
    (void)number;
}

static void find_stack(void) {
#if defined(__linux__)
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0, guard = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    pthread_attr_getstack(&attributes, &start, &size);
    pthread_attr_getguardsize(&attributes, &guard);
    pthread_attr_destroy(&attributes);
    // Large frames may step over the guard: what lies a little below is meant, too.
    stack_start = (uintptr_t)start - guard - (64 << 10);
    stack_end = (uintptr_t)start + (64 << 10);
#endif
}

bool machine_host_report_faults(void) {
    find_stack();
    // A stack of its own: the handler's, where the thread's is full.
    const size_t byte_count = 64 << 10;
    void *memory = malloc(byte_count);
    if (memory == NULL) return false;
    stack_t stack = {.ss_sp = memory, .ss_size = byte_count};
    if (sigaltstack(&stack, NULL) != 0) return false;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = report;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    return sigaction(SIGSEGV, &action, NULL) == 0 && sigaction(SIGBUS, &action, NULL) == 0;
}

void machine_host_give_up(const char *text) {
    struct line line = {.count = 0};
    add_text(&line, text);
    write_line(&line);
    abort();
}
