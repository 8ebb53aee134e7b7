// Replays a corpus without a fuzzing engine: linked with a fuzzer's LLVMFuzzerTestOneInput it hands it every file named on
// the command line, or every file of a folder, in a fixed order. Each input is an allocation of exactly its size, so that
// AddressSanitizer sees a read one byte too far. Ends with 1 when a file can't be read or there was none.
// Not here: making new inputs (`make fuzz` links libFuzzer instead of this file).
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
// What a fuzzer may define besides: called once before the first input.
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);
// The sanitizers' hook: says which input it was when one ends the process.
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static char current[4096];

static void name_culprit(void) {
    (void)fprintf(stderr, "the input was %s\n", current);
}

static bool replay_file(const char *path, size_t size) {
    uint8_t *data = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    bool whole = data != NULL && file != NULL && fread(data, 1, size, file) == size;
    if (whole) {
        (void)snprintf(current, sizeof current, "%s", path);
        LLVMFuzzerTestOneInput(data, size);
    } else {
        perror(path);
    }
    if (file != NULL)
        (void)fclose(file);
    free(data);
    return whole;
}

static int is_input(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static bool replay(const char *path, unsigned *count);

static bool replay_folder(const char *folder, unsigned *count) {
    struct dirent **entries;
    int found = scandir(folder, &entries, is_input, alphasort);
    bool good = found >= 0;
    for (int i = 0; i < found; i++) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        good = length > 0 && (size_t)length < sizeof path && replay(path, count) && good;
        free(entries[i]);
    }
    if (found >= 0)
        free(entries);
    else
        perror(folder);
    return good;
}

static bool replay(const char *path, unsigned *count) {
    struct stat status;
    if (stat(path, &status) != 0) {
        perror(path);
        return false;
    }
    if (S_ISDIR(status.st_mode))
        return replay_folder(path, count);
    ++*count;
    return replay_file(path, (size_t)status.st_size);
}

int main(int argc, char **argv) {
    if (__sanitizer_set_death_callback != NULL)
        __sanitizer_set_death_callback(name_culprit);
    if (LLVMFuzzerInitialize != NULL)
        LLVMFuzzerInitialize(&argc, &argv);
    bool good = argc > 1;
    unsigned count = 0;
    for (int i = 1; i < argc; i++)
        good = replay(argv[i], &count) && good;
    (void)printf("%u inputs\n", count);
    return good && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
