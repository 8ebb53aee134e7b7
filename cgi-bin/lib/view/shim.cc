// Renders straight from the page's struct: a Scope is ctemplate's dictionary over a struct and its bindings, so no value
// is copied, no key is remembered by the library, and a name without binding is noticed instead of being empty.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <ctemplate/template.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>

extern "C" {
#include "view/binding.h"
#include "view/shim.h"
}

namespace {

using ctemplate::TemplateString;

const std::string_view SEPARATOR = "_separator";

// What one rendering shares among its scopes.
struct Rendering {
    shim_report *report;
    char number[24]; // the text of the number being put in
};

bool ends_with(const TemplateString &name, std::string_view end) {
    return name.size() > end.size() && std::memcmp(name.data() + name.size() - end.size(), end.data(), end.size()) == 0;
}

template <typename T>
const T &member(const void *data, size_t offset) {
    return *reinterpret_cast<const T *>(static_cast<const char *>(data) + offset);
}

// The library makes an iterator for every section and drops it at once: they are used again instead of going through the allocator,
// which clears what it frees. A worker renders one page at a time.
template <typename T>
class Recycled {
  public:
    static void *operator new(size_t size) {
        void *space = spare_;
        if (space == nullptr)
            return ::operator new(size < sizeof(void *) ? sizeof(void *) : size);
        std::memcpy(&spare_, space, sizeof spare_);
        return space;
    }
    static void operator delete(void *space) {
        std::memcpy(space, &spare_, sizeof spare_);
        spare_ = space;
    }

  private:
    inline static void *spare_ = nullptr; // each begins with the address of the next
};

// Where a name of a template leads, which is the same in every row and every rendering: templates are loaded once, and a name in one
// stands within the same sections always.
struct Place {
    const char *name; // in the template; its address tells it from the same name elsewhere
    size_t length;
    const binding *table; // of the scope that was asked
    const binding *found; // nullptr: nowhere
    size_t offset;
    unsigned levels; // how far up the scope is that has it
};

// What a process has of its templates: filled before the workers are forked; afterwards each worker remembers places by itself.
struct Registry {
    std::map<std::string, std::unique_ptr<ctemplate::Template>, std::less<>> templates;
    std::array<Place, 1024> places; // of two that fall together the later one stays
};

Registry &registry() {
    static Registry registry;
    return registry;
}

Place &place_of(const char *name, const binding *table) {
    std::array<Place, 1024> &places = registry().places;
    const size_t mixed = reinterpret_cast<uintptr_t>(name) * 31 ^ reinterpret_cast<uintptr_t>(table) / sizeof(binding);
    return places[mixed % places.size()];
}

class Scope final : public ctemplate::TemplateDictionaryInterface {
  public:
    Scope(const binding *table, const void *data, const Scope *parent, Rendering *rendering)
        : table_(table), data_(data), parent_(parent), rendering_(rendering) {
    }

  protected:
    TemplateString GetValue(const TemplateString &name) const override {
        const Found found = find(name);
        if (found.binding == nullptr || !binding_is_value(found.binding))
            return missing(name);
        switch (found.binding->type) {
        case BIND_TEXT:
            return text(member<const char *>(found.data, found.offset));
        case BIND_INT:
            return number(member<int>(found.data, found.offset));
        case BIND_LONG:
            return number(member<int64_t>(found.data, found.offset));
        case BIND_DISCLOSED:
            return disclosed(member<const char *>(found.data, found.offset));
        default:
            return missing(name);
        }
    }

    bool IsHiddenSection(const TemplateString &name) const override {
        const Found found = find(name);
        if (found.binding != nullptr && found.binding->type == BIND_BOOL)
            return !member<bool>(found.data, found.offset);
        if (found.binding != nullptr && found.binding->type == BIND_ROWS)
            return member<view_rows>(found.data, found.offset).count == 0;
        if (!ends_with(name, SEPARATOR)) // which ctemplate shows by itself between rows
            missing(name);
        return true;
    }

    bool IsUnhiddenSection(const TemplateString &name) const override {
        return !IsHiddenSection(name);
    }

    Iterator *CreateSectionIterator(const TemplateString &name) const override;

    // Templates are whole files when they are loaded: includes were resolved when they were built.
    bool IsHiddenTemplate(const TemplateString &name) const override {
        missing(name);
        return true;
    }
    const char *GetIncludeTemplateName(const TemplateString &, int) const override {
        return "";
    }
    Iterator *CreateTemplateIterator(const TemplateString &) const override {
        return new Once;
    }
    void DumpToString(std::string *, int) const override {
    }

  private:
    struct Found {
        const ::binding *binding;
        const void *data;
        size_t offset;
    };

    // No scope of its own: the section is shown once in the one around it.
    class Once final : public Iterator, public Recycled<Once> {
      public:
        bool HasNext() const override {
            return false;
        }
        const TemplateDictionaryInterface &Next() override {
            std::abort();
        }
    };

    class Rows; // once per row, each with its own scope

    Found find(const TemplateString &name) const {
        Place &place = place_of(name.data(), table_);
        if (place.name != name.data() || place.length != name.size() || place.table != table_)
            place = look_up(name);
        const Scope *scope = this;
        for (unsigned level = 0; level < place.levels; level++)
            scope = scope->parent_;
        return {place.found, scope->data_, place.offset};
    }

    Place look_up(const TemplateString &name) const {
        Place place = {name.data(), name.size(), table_, nullptr, 0, 0};
        for (const Scope *scope = this; scope != nullptr; scope = scope->parent_, place.levels++) {
            place.found = binding_find(scope->table_, name.data(), name.size(), &place.offset);
            if (place.found != nullptr)
                return place;
        }
        place.levels = 0;
        return place;
    }

    static TemplateString text(const char *value) {
        return value != nullptr ? TemplateString(value, std::strlen(value)) : TemplateString("", 0);
    }

    TemplateString number(int64_t value) const {
        char *start = rendering_->number;
        const auto end = std::to_chars(start, start + sizeof rendering_->number, value);
        return TemplateString(start, static_cast<size_t>(end.ptr - start));
    }

    TemplateString disclosed(const char *value) const {
        if (value != nullptr)
            rendering_->report->discloses = true;
        return text(value);
    }

    TemplateString missing(const TemplateString &name) const {
        shim_report *report = rendering_->report;
        const size_t length = std::min(name.size(), sizeof report->missing - 1);
        std::memcpy(report->missing, name.data(), length);
        report->missing[length] = '\0';
        return TemplateString("", 0);
    }

    const ::binding *table_;
    const void *data_;
    const Scope *parent_;
    Rendering *rendering_;
};

class Scope::Rows final : public Iterator, public Recycled<Scope::Rows> {
  public:
    Rows(const ::binding &binding, const view_rows &rows, const Scope *parent, Rendering *rendering)
        : rows_(rows), scope_(binding.inner, rows.rows, parent, rendering) {
    }
    bool HasNext() const override {
        return next_ < rows_.count;
    }
    const TemplateDictionaryInterface &Next() override {
        scope_.data_ = static_cast<const char *>(rows_.rows) + rows_.size * next_++;
        return scope_;
    }

  private:
    view_rows rows_;
    size_t next_ = 0;
    Scope scope_;
};

Scope::Iterator *Scope::CreateSectionIterator(const TemplateString &name) const {
    const Found found = find(name);
    if (found.binding != nullptr && found.binding->type == BIND_ROWS)
        return new Rows(*found.binding, member<view_rows>(found.data, found.offset), this, rendering_);
    return new Once;
}

class BufferEmitter final : public ctemplate::ExpandEmitter {
  public:
    explicit BufferEmitter(buffer *out)
        : out_(out) {
    }
    void Emit(char c) override {
        buffer_add(out_, &c, 1);
    }
    void Emit(const std::string &text) override {
        buffer_add(out_, text.data(), text.size());
    }
    void Emit(const char *text) override {
        buffer_add(out_, text, std::strlen(text));
    }
    void Emit(const char *text, size_t length) override {
        buffer_add(out_, text, length);
    }

  private:
    buffer *out_;
};

} // namespace

extern "C" bool shim_load(const char *key, const char *text, size_t length) {
    try {
        std::unique_ptr<ctemplate::Template> parsed(
            ctemplate::Template::StringToTemplate(text, length, ctemplate::STRIP_BLANK_LINES));
        if (!parsed || parsed->state() != ctemplate::TS_READY)
            return false;
        registry().places.fill(Place{}); // names of a template that is replaced may lie where new ones do
        registry().templates[key] = std::move(parsed);
        return true;
    } catch (...) {
        return false;
    }
}

extern "C" bool shim_render(const char *key, const struct binding *bindings, const void *data, struct buffer *out,
                            struct shim_report *report) {
    *report = {};
    try {
        const auto found = registry().templates.find(std::string_view(key));
        if (found == registry().templates.end())
            return false;
        Rendering rendering = {report, {}};
        const Scope page(bindings, data, nullptr, &rendering);
        BufferEmitter emitter(out);
        return found->second->Expand(&emitter, &page) && report->missing[0] == '\0';
    } catch (...) {
        return false;
    }
}
