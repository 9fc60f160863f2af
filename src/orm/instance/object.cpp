// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/region_list.hpp"
#include "orm/instance/scratch.hpp"
#include <new>

namespace athanor::kernel {
namespace {

bool over_aligned(const ClassInfo& cls) noexcept { return cls.align > __STDCPP_DEFAULT_NEW_ALIGNMENT__; }

// An object that needs more than the alignment of operator new starts further behind; its header still ends where it
// starts.
std::size_t front_of(const ClassInfo& cls) noexcept {
    return !over_aligned(cls) ? sizeof(Header) : (sizeof(Header) + cls.align - 1) / cls.align * cls.align;
}

void bind_word(Header* header, const Attribute& attribute) noexcept {
    std::uint32_t& word = word_of(header, attribute);
    word = (word & word_bits::assigned) | bound_word(attribute);
}

} // namespace

void* allocate(const ClassInfo& cls) {
    const std::size_t front = front_of(cls);
    auto* block = static_cast<char*>(over_aligned(cls) ? ::operator new(front + cls.size, std::align_val_t(cls.align))
                                                       : ::operator new(front + cls.size));
    auto* header = ::new (block + front - sizeof(Header)) Header;
    header->cls = &cls;
    return object_of(header);
}

void deallocate(Header* header) noexcept {
    const ClassInfo& cls = *header->cls;
    drop_extra(header);
    if (header->flags & in_arena) return;
    void* block = static_cast<char*>(object_of(header)) - front_of(cls);
    // clang (16 to 19) calls both where the two stand in one conditional expression
    if (over_aligned(cls))
        ::operator delete(block, std::align_val_t(cls.align));
    else
        ::operator delete(block);
}

void destroy(Header* header) noexcept {
    header->cls->destroy(object_of(header));
    deallocate(header);
}

void bind(Header* header) {
    const ClassInfo& cls = configured(*header->cls);
    // relationships first hold what they were made with, then link it as if it were added now
    std::vector<std::pair<const Attribute*, std::vector<void*>>> contents;
    for (const Attribute* attribute : cls.relationships)
        if (auto content = take_content(header, *attribute); !content.empty())
            contents.emplace_back(attribute, std::move(content));
    for (const auto& attribute : cls.attributes) bind_word(header, *attribute);
    header->flags |= bound_object;
    for (auto& [attribute, content] : contents) link_content(header, *attribute, std::move(content));
    for (const ProxyMember& proxy : cls.proxies)
        proxy.spec->settle(static_cast<char*>(object_of(header)) + proxy.offset);
}

Header* construct(const ClassInfo& cls) {
    void* memory = allocate(cls);
    Header* header = header_of(memory);
    try {
        cls.construct(memory);
    } catch (...) {
        deallocate(header);
        throw;
    }
    for (const auto& attribute : cls.attributes) bind_word(header, *attribute);
    header->flags |= bound_object;
    return header;
}

Header* construct_in(Region* region, const ClassInfo& cls) {
    constexpr std::size_t unit = alignof(std::max_align_t);
    if (over_aligned(cls)) return construct(cls);
    region = resolve(region);
    void* block = region->arena.allocate((sizeof(Header) + cls.size + unit - 1) / unit * unit);
    auto* header = ::new (block) Header;
    header->cls = &cls;
    header->flags = in_arena | bound_object;
    try {
        cls.construct(object_of(header));
    } catch (...) {
        region->arena.take_back(block);
        throw;
    }
    return header;
}

void destroy_in(Region* region, Header* last) noexcept {
    const bool arena = last->flags & in_arena;
    destroy(last);
    if (arena) resolve(region)->arena.take_back(last);
}

std::string describe(const Header* object) {
    std::string text = object->cls->name;
    auto* header = const_cast<Header*>(object);
    if (!has_identity(object)) return text + " (new)";
    text += " #";
    ScratchTexts scratch;
    for (const Attribute* key : object->cls->keys) {
        if (text.back() != '#') text += ", ";
        text += to_string(key->type->store(field_of(header, *key), scratch));
    }
    return text;
}

} // namespace athanor::kernel
