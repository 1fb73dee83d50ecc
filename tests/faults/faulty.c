/* A disk that fails, for one process: preloaded, it stands between the process and what it writes to files under a
   folder. It is told by `faulty_begin(folder, how, at)`, and says by `faulty_count()` how many calls of that sort came.

   how  reads      the at-th read of a file fails (EIO)
        writes     the at-th write, or change of a file's length, fails (EIO)
        short      the at-th write takes half of what it is given
        full       from the at-th write on the disk is full (ENOSPC)
        syncs      the at-th fsync or fdatasync fails (EIO)
        cut        before the at-th write or sync the power goes: what no sync brought to the disk is not on it, and
                   the process is gone
   What the kernel does by itself (memory that is mapped, names of files) is not stood between.

   A program of several processes is told by a file that they all map: FAULTY_CONTROL names it, FAULTY_FOLDER the folder.
   It holds `how` and `at` as the numbers below, and in the third place what was counted; `cut` is not for these. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTHING, READS, WRITES, SHORT, FULL, SYNCS, CUT };

struct change { /* What a write replaced: to be put back where no sync came after it. */
  struct change *before;
  dev_t device; ino_t inode;
  int fd; off_t at, size; size_t length; char *old;
};

struct control { long how, failing_at, counted; };

static char folder[4096];
static struct control own, *state = &own;
static struct change *changes;

#define how (state->how)

__attribute__((constructor)) static void begin_shared(void) {
  const char *control = getenv("FAULTY_CONTROL"), *under = getenv("FAULTY_FOLDER");
  int fd = control && under ? open(control, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (shared == MAP_FAILED) return;
  strncpy(folder, under, sizeof folder - 1);
  state = shared;
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(type, name) static type (*next)() ; if (!next) next = (type (*)()) real(name)

static int is_ours(int fd) {
  char link[64], path[4096];
  if (how == NOTHING) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strncmp(path, folder, strlen(folder)) == 0;
}

void faulty_begin(const char *under, int sort, long at) {
  strncpy(folder, under, sizeof folder - 1);
  state->failing_at = at; state->counted = 0; changes = NULL; how = sort;
}

long faulty_count(void) { return state->counted; }

static ssize_t pread_real(int fd, void *data, size_t length, off_t at) {
  REAL(ssize_t, "pread64");
  return ((ssize_t (*)(int, void *, size_t, off_t)) next)(fd, data, length, at);
}
static ssize_t pwrite_real(int fd, const void *data, size_t length, off_t at) {
  REAL(ssize_t, "pwrite64");
  return ((ssize_t (*)(int, const void *, size_t, off_t)) next)(fd, data, length, at);
}
static ssize_t write_real(int fd, const void *data, size_t length) {
  REAL(ssize_t, "write");
  return ((ssize_t (*)(int, const void *, size_t)) next)(fd, data, length);
}
static int truncate_real(int fd, off_t size) {
  REAL(int, "ftruncate64");
  return ((int (*)(int, off_t)) next)(fd, size);
}

static void cut_power(void) {
  how = NOTHING;
  for (struct change *one = changes; one; one = one->before) {
    if (one->length) pwrite_real(one->fd, one->old, one->length, one->at);
    truncate_real(one->fd, one->size);
  }
  kill(getpid(), SIGKILL);
}

static void remember(int fd, off_t at, size_t length) {
  struct stat found;
  char link[64];
  if (how != CUT || fstat(fd, &found) || !S_ISREG(found.st_mode)) return;
  struct change *one = calloc(1, sizeof *one);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  *one = (struct change){changes, found.st_dev, found.st_ino, open(link, O_RDWR | O_CLOEXEC), at, found.st_size, 0, NULL};
  if (at < found.st_size) {
    one->length = length < (size_t) (found.st_size - at) ? length : (size_t) (found.st_size - at);
    one->old = malloc(one->length);
    int reader = open(link, O_RDONLY | O_CLOEXEC);
    pread_real(reader, one->old, one->length, at);
    close(reader);
  }
  changes = one;
}

static void forget(int fd) { /* It is on the disk. */
  struct stat found;
  if (how != CUT || fstat(fd, &found)) return;
  for (struct change **place = &changes; *place;) {
    struct change *one = *place;
    if (one->device == found.st_dev && one->inode == found.st_ino) {
      *place = one->before;
      close(one->fd); free(one->old); free(one);
    } else place = &one->before;
  }
}

static int counts(int sort) { /* Says whether this call is the one. */
  if (how != sort) return 0;
  long now = __atomic_add_fetch(&state->counted, 1, __ATOMIC_SEQ_CST);
  return sort == FULL ? now >= state->failing_at : now == state->failing_at;
}

/* Return what a write is told: 0 it goes on; less than its length, or -1 with errno. */
static ssize_t written(int fd, size_t length) {
  if (!is_ours(fd)) return 0;
  if (counts(WRITES)) { errno = EIO; return -1; }
  if (counts(FULL)) { errno = ENOSPC; return -1; }
  if (counts(CUT)) cut_power();
  if (counts(SHORT) && length > 1) return (ssize_t) (length / 2);
  return 0;
}

ssize_t write(int fd, const void *data, size_t length) {
  ssize_t told = written(fd, length);
  if (told < 0) return told;
  if (how == CUT && is_ours(fd)) remember(fd, lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR), length);
  return write_real(fd, data, told ? (size_t) told : length);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  ssize_t told = written(fd, length);
  if (told < 0) return told;
  if (how == CUT && is_ours(fd)) remember(fd, at, length);
  return pwrite_real(fd, data, told ? (size_t) told : length, at);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return pwrite64(fd, data, length, at); }

int ftruncate64(int fd, off64_t size) {
  if (written(fd, 0) < 0) return -1;
  if (how == CUT && is_ours(fd)) {
    struct stat found;
    if (!fstat(fd, &found)) remember(fd, size < found.st_size ? size : found.st_size,
                                     size < found.st_size ? (size_t) (found.st_size - size) : 0);
  }
  return truncate_real(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, const char *name) {
  if (is_ours(fd)) {
    if (counts(SYNCS)) { errno = EIO; return -1; }
    if (counts(CUT)) cut_power();
  }
  int done = ((int (*)(int)) real(name))(fd);
  if (!done && how == CUT) forget(fd);
  return done;
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }

ssize_t read(int fd, void *data, size_t length) {
  REAL(ssize_t, "read");
  if (is_ours(fd) && counts(READS)) { errno = EIO; return -1; }
  return ((ssize_t (*)(int, void *, size_t)) next)(fd, data, length);
}
ssize_t pread64(int fd, void *data, size_t length, off64_t at) {
  if (is_ours(fd) && counts(READS)) { errno = EIO; return -1; }
  return pread_real(fd, data, length, at);
}
ssize_t pread(int fd, void *data, size_t length, off_t at) { return pread64(fd, data, length, at); }
