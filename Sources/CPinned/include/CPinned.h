#ifndef CPINNED_H
#define CPINNED_H

// Keeps the library that it is linked into loaded until the process ends, whoever closes it. There is
// nothing to call: it happens while the library is loaded. An executable is not changed.

#endif
