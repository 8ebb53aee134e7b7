#include "ctl/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/say.h"

int options_wrong(struct text usage) {
    say_fault(TEXT("用法：kedang %s", "usage: kedang %s"), text_in(say_lang(), usage));
    return EXIT_USAGE;
}

static const struct option_spec *spec_find(const struct option_spec *specs, const char *name, size_t length) {
    for (const struct option_spec *spec = specs; spec->name != NULL; spec++)
        if (strlen(spec->name) == length && memcmp(spec->name, name, length) == 0)
            return spec;
    return NULL;
}

static bool end_with(struct options *options, int exit_code) {
    options->exit_code = exit_code;
    return false;
}

// Takes the option at argv[*i]; *i moves on when the value stands in the next argument.
static bool take(int argc, char **argv, int *i, const struct option_spec *specs) {
    const char *name = argv[*i] + 2;
    const char *equals = strchr(name, '=');
    const struct option_spec *spec = spec_find(specs, name, equals != NULL ? (size_t)(equals - name) : strlen(name));
    if (spec == NULL) {
        say_fault(TEXT("没有这个选项：%s", "no such option: %s"), argv[*i]);
        return false;
    }
    if (spec->type == OPTION_FLAG) {
        if (equals != NULL)
            say_fault(TEXT("选项 --%s 不带值", "option --%s takes no value"), spec->name);
        else
            *spec->flag = true;
        return equals == NULL;
    }
    if (equals == NULL && *i + 1 >= argc) {
        say_fault(TEXT("选项 --%s 缺少值", "option --%s needs a value"), spec->name);
        return false;
    }
    *spec->text = equals != NULL ? equals + 1 : argv[++*i];
    return true;
}

bool options_read(int argc, char **argv, const struct option_spec *specs, struct text usage, struct options *options) {
    *options = (struct options){0};
    bool only_operands = false;
    for (int i = 1; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = true;
        } else if (!only_operands && strcmp(argv[i], "--help") == 0) {
            say(TEXT("用法：kedang %s", "usage: kedang %s"), text_in(say_lang(), usage));
            return end_with(options, EXIT_SUCCESS);
        } else if (!only_operands && strncmp(argv[i], "--", 2) == 0) {
            if (!take(argc, argv, &i, specs))
                return end_with(options, EXIT_USAGE);
        } else if (options->count == OPERANDS_MAX) {
            return end_with(options, options_wrong(usage));
        } else {
            options->operands[options->count++] = argv[i];
        }
    }
    return true;
}

bool options_number(const char *text, long long least, long long most, long long *number) {
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *number >= least && *number <= most;
}
