#include "ctl/json.h"

#include <string.h>

#include "base/utf8.h"

struct parser {
    const char *cursor;
    struct arena *arena;
    unsigned depth;
};

static enum status read_value(struct parser *parser, struct json *json);

static void skip_space(struct parser *parser) {
    parser->cursor += strspn(parser->cursor, " \t\r\n");
}

static bool take(struct parser *parser, char character) {
    skip_space(parser);
    if (*parser->cursor != character)
        return false;
    parser->cursor++;
    return true;
}

static bool read_hex(struct parser *parser, uint32_t *point) {
    *point = 0;
    for (int i = 0; i < 4; i++) {
        static const char DIGITS[] = "0123456789abcdef";
        char lower = (char)(*parser->cursor | 0x20);
        const char *digit = *parser->cursor != '\0' ? strchr(DIGITS, lower) : NULL;
        if (digit == NULL)
            return false;
        *point = *point << 4 | (uint32_t)(digit - DIGITS);
        parser->cursor++;
    }
    return *point > 0 && (*point < 0xD800 || *point > 0xDFFF);
}

static bool read_escape(struct parser *parser, struct buffer *text) {
    static const char NAMES[] = "\"\\/bfnrt", MEANINGS[] = "\"\\/\b\f\n\r\t";
    char name = *parser->cursor++;
    const char *found = name != '\0' ? strchr(NAMES, name) : NULL;
    uint32_t point;
    if (found != NULL) {
        buffer_add(text, &MEANINGS[found - NAMES], 1);
        return true;
    }
    if (name != 'u' || !read_hex(parser, &point))
        return false;
    utf8_put(text, point);
    return true;
}

static enum status read_text_value(struct parser *parser, const char **value) {
    struct buffer text = {.arena = parser->arena};
    buffer_text(&text, "");
    if (!take(parser, '"'))
        return STATUS_INVALID;
    while (*parser->cursor != '"') {
        size_t plain = strcspn(parser->cursor, "\"\\");
        buffer_add(&text, parser->cursor, plain);
        parser->cursor += plain;
        if (*parser->cursor == '\0')
            return STATUS_INVALID;
        if (*parser->cursor == '\\') {
            parser->cursor++;
            if (!read_escape(parser, &text))
                return STATUS_INVALID;
        }
    }
    parser->cursor++;
    *value = text.data != NULL ? text.data : "";
    return STATUS_OK;
}

static void grow(struct json *json, unsigned *room, struct arena *arena) {
    if (json->count < *room)
        return;
    *room = *room == 0 ? 16 : *room * 2;
    struct json *items = ARENA_ARRAY(arena, struct json, *room);
    const char **names = ARENA_ARRAY(arena, const char *, *room);
    if (json->count > 0) {
        memcpy(items, json->items, json->count * sizeof *items);
        memcpy(names, json->names, json->count * sizeof *names);
    }
    json->items = items;
    json->names = names;
}

// The members of an array or object behind its opening bracket.
static enum status read_members(struct parser *parser, struct json *json, char close) {
    unsigned room = 0;
    if (take(parser, close))
        return STATUS_OK;
    do {
        grow(json, &room, parser->arena);
        if (json->type == JSON_OBJECT) {
            TRY(read_text_value(parser, &json->names[json->count]));
            if (!take(parser, ':'))
                return STATUS_INVALID;
        }
        TRY(read_value(parser, &json->items[json->count]));
        json->count++;
    } while (take(parser, ','));
    return take(parser, close) ? STATUS_OK : STATUS_INVALID;
}

static enum status read_nested(struct parser *parser, struct json *json) {
    if (parser->depth == JSON_DEPTH_MAX)
        return STATUS_INVALID;
    parser->depth++;
    json->type = *parser->cursor == '{' ? JSON_OBJECT : JSON_ARRAY;
    parser->cursor++;
    enum status status = read_members(parser, json, json->type == JSON_OBJECT ? '}' : ']');
    parser->depth--;
    return status;
}

static enum status read_value(struct parser *parser, struct json *json) {
    *json = (struct json){.type = JSON_WORD, .text = ""};
    skip_space(parser);
    if (*parser->cursor == '{' || *parser->cursor == '[')
        return read_nested(parser, json);
    if (*parser->cursor == '"') {
        json->type = JSON_TEXT;
        return read_text_value(parser, &json->text);
    }
    size_t length = strspn(parser->cursor, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
    json->text = arena_copy(parser->arena, parser->cursor, length);
    parser->cursor += length;
    return length > 0 ? STATUS_OK : STATUS_INVALID;
}

enum status json_read(const char *text, struct arena *arena, struct json *json) {
    struct parser parser = {.cursor = text, .arena = arena};
    TRY(read_value(&parser, json));
    skip_space(&parser);
    return *parser.cursor == '\0' ? STATUS_OK : STATUS_INVALID;
}

const char *json_member(const struct json *object, const char *name) {
    for (unsigned i = 0; object->type == JSON_OBJECT && i < object->count; i++)
        if (strcmp(object->names[i], name) == 0)
            return object->items[i].text != NULL ? object->items[i].text : "";
    return "";
}

void json_quote(struct buffer *buffer, const char *text) {
    buffer_text(buffer, "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            buffer_format(buffer, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            buffer_format(buffer, "\\u%04x", *text);
        else
            buffer_add(buffer, text, 1);
    }
    buffer_text(buffer, "\"");
}

static void write_members(const struct json *json, struct buffer *buffer) {
    bool lines = json->type == JSON_ARRAY && json->count > 0 && json->items[0].type == JSON_OBJECT;
    for (unsigned i = 0; i < json->count; i++) {
        buffer_text(buffer, i == 0 ? "" : lines ? ","
                                                : ", ");
        buffer_text(buffer, lines ? "\n  " : "");
        if (json->type == JSON_OBJECT) {
            json_quote(buffer, json->names[i]);
            buffer_text(buffer, ": ");
        }
        json_write(&json->items[i], buffer);
    }
    buffer_text(buffer, lines ? "\n" : "");
}

void json_write(const struct json *json, struct buffer *buffer) {
    switch (json->type) {
    case JSON_WORD:
        buffer_text(buffer, json->text);
        break;
    case JSON_TEXT:
        json_quote(buffer, json->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        buffer_text(buffer, json->type == JSON_ARRAY ? "[" : "{");
        write_members(json, buffer);
        buffer_text(buffer, json->type == JSON_ARRAY ? "]" : "}");
        break;
    }
}
