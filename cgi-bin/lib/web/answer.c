#include "web/answer.h"

#include <errno.h>
#include <fastcgi.h>
#include <sys/uio.h>

#define PARTS 64         // pieces of memory that go out in one call
#define RECORD_MAX 65528 // bytes of a record: the most that need no padding to end on a multiple of eight

struct sender {
    int fd, request_id;
    bool broken;
    size_t left;        // bytes of the answer that are in no record yet
    size_t record_left; // bytes of the present record that are still to come
    struct iovec parts[PARTS];
    int count;
    FCGI_Header headers[PARTS]; // that the parts point at
    int header_count;
};

// What is still to be sent of the parts when `sent` bytes are gone.
static void advance(struct iovec **part, int *count, size_t sent) {
    while (*count > 0 && sent >= (*part)->iov_len) {
        sent -= (*part)->iov_len;
        (*part)++;
        (*count)--;
    }
    if (*count > 0) {
        (*part)->iov_base = (char *)(*part)->iov_base + sent;
        (*part)->iov_len -= sent;
    }
}

static void flush(struct sender *sender) {
    struct iovec *part = sender->parts;
    while (sender->count > 0 && !sender->broken) {
        const ssize_t sent = writev(sender->fd, part, sender->count);
        if (sent >= 0)
            advance(&part, &sender->count, (size_t)sent);
        else
            sender->broken = errno != EINTR;
    }
    sender->count = sender->header_count = 0;
}

static void add_part(struct sender *sender, const void *bytes, size_t length) {
    sender->parts[sender->count++] = (struct iovec){.iov_base = (void *)bytes, .iov_len = length};
}

static void add_header(struct sender *sender, unsigned char type, size_t length) {
    FCGI_Header *header = &sender->headers[sender->header_count++];
    *header = (FCGI_Header){
        .version = FCGI_VERSION_1,
        .type = type,
        .requestIdB1 = (unsigned char)(sender->request_id >> 8),
        .requestIdB0 = (unsigned char)sender->request_id,
        .contentLengthB1 = (unsigned char)(length >> 8),
        .contentLengthB0 = (unsigned char)length,
    };
    add_part(sender, header, sizeof *header);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static void add_content(struct sender *sender, const char *bytes, size_t length) {
    while (length > 0) {
        if (sender->count + 2 > PARTS)
            flush(sender);
        if (sender->record_left == 0) {
            sender->record_left = least(sender->left, RECORD_MAX);
            sender->left -= sender->record_left;
            add_header(sender, FCGI_STDOUT, sender->record_left);
        }
        const size_t now = least(length, sender->record_left);
        add_part(sender, bytes, now);
        sender->record_left -= now;
        bytes += now;
        length -= now;
    }
}

bool answer_send(int fd, int request_id, const struct response *response, bool head_only) {
    static const FCGI_EndRequestBody END = {.protocolStatus = FCGI_REQUEST_COMPLETE};
    struct sender sender = {.fd = fd, .request_id = request_id};
    struct buffer head = {.arena = response->arena};
    response_head(response, &head);
    sender.left = head.length + (head_only ? 0 : response_length(response));
    add_content(&sender, head.data, head.length);
    if (!head_only) {
        add_content(&sender, response->body.data, response->body.length);
        for (const struct response_piece *piece = response->first; piece != NULL; piece = piece->next)
            add_content(&sender, piece->bytes, piece->length);
    }
    if (sender.count + 3 > PARTS)
        flush(&sender);
    add_header(&sender, FCGI_STDOUT, 0);
    add_header(&sender, FCGI_END_REQUEST, sizeof END);
    add_part(&sender, &END, sizeof END);
    flush(&sender);
    return !sender.broken;
}
