// SPDX-License-Identifier: MIT
#include "athanor/typed/alias.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <tuple>
#include <vector>

namespace athanor::kernel {

/// The prototype lies in one block: padding, Header, object of zeros. Header::extra leads back to the alias, which
/// nothing but alias_of() reads: an alias never has changes to keep.
struct Alias {
    struct Child {
        const Attribute* through;
        Source::Kind kind;
        std::unique_ptr<Alias> alias;
    };

    Alias(const ClassInfo& of, std::vector<Source> sources);
    Alias(const Alias&) = delete;
    Alias& operator=(const Alias&) = delete;
    ~Alias() { ::operator delete(block, alignment()); }

    std::align_val_t alignment() const noexcept {
        return std::align_val_t(std::max<std::size_t>(cls.align, alignof(Header)));
    }

    const ClassInfo& cls;
    std::vector<Source> chain;
    const Alias* parent = nullptr; ///< of a path: where it begins
    bool keyed_by_parent = false;  ///< of a path: a foreign key of the parent leads here
    std::byte* block = nullptr;
    Header* header = nullptr;
    mutable std::mutex mutex; ///< guards children
    mutable std::vector<Child> children;
};

std::uint64_t next_source_id() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

namespace {

/// Makes the words of the mapped members lead back to the header.
void bind_words(Header* header) {
    for (const auto& attribute : header->cls->attributes) {
        const std::uint32_t distance = (static_cast<std::uint32_t>(sizeof(Header)) + attribute->word) / 4;
        word_of(header, *attribute) = distance << word_bits::distance_shift |
            static_cast<std::uint32_t>(attribute->index) << word_bits::index_shift | word_bits::alias |
            word_bits::bound | word_bits::slow_read | word_bits::slow_write;
    }
}

Source root_source(const ClassInfo& cls, Source::Kind kind) {
    Source source;
    source.id = next_source_id();
    source.kind = kind;
    source.table = configured(cls).table;
    return source;
}

const Alias& child_of(const Alias& from, const Attribute& through, Source::Kind kind) {
    if (!through.relationship)
        throw UsageError(
            from.cls.name + '.' + through.name + " is no relationship, so nothing can be reached through it");
    const std::lock_guard lock(from.mutex);
    for (const Alias::Child& child : from.children)
        if (child.through == &through && child.kind == kind) return *child.alias;

    const Relationship& relationship = *through.relationship;
    std::vector<Source> chain = from.chain;
    Source source;
    source.id = next_source_id();
    source.table = configured(*relationship.target).table;
    source.join = &relationship.join;
    source.parent = static_cast<std::uint32_t>(chain.size() - 1);
    source.kind = kind;
    chain.push_back(source);
    auto child = std::make_unique<Alias>(*relationship.target, std::move(chain));
    child->parent = &from;
    child->keyed_by_parent = kind == Source::path && relationship.direction == Direction::many_to_one;
    from.children.push_back({&through, kind, std::move(child)});
    return *from.children.back().alias;
}

} // namespace

Alias::Alias(const ClassInfo& of, std::vector<Source> sources) : cls(of), chain(std::move(sources)) {
    const auto align = static_cast<std::size_t>(alignment());
    const std::size_t front = (sizeof(Header) + align - 1) / align * align;
    const std::size_t size = front + cls.size;
    block = static_cast<std::byte*>(::operator new(size, alignment()));
    std::memset(block, 0, size);
    header = ::new (block + front - sizeof(Header)) Header;
    header->cls = &cls;
    header->extra = reinterpret_cast<Extra*>(this);
    header->flags = bound_object;
    bind_words(header);
}

std::span<const Source> chain_of(const Alias& alias) noexcept { return alias.chain; }
const ClassInfo& class_of(const Alias& alias) noexcept { return alias.cls; }

const Alias& alias_of(const volatile std::uint32_t* word) {
    const auto* plain = const_cast<const std::uint32_t*>(word);
    if ((*plain & word_bits::alias) == 0)
        throw UsageError("an attribute seen through volatile stands for a column; this one is part of an object");
    return *reinterpret_cast<const Alias*>(header_of_word(plain)->extra);
}

const volatile void* prototype_of(const Alias& alias) noexcept { return object_of(alias.header); }

namespace {

thread_local std::uint32_t active_lambdas = 0;

const Alias& find_shared_alias(const ClassInfo& cls, std::uint32_t level, Source::Kind kind) {
    // Never destroyed: a query may run while the program ends.
    struct Shared {
        std::mutex mutex;
        std::map<std::tuple<const ClassInfo*, std::uint32_t, Source::Kind>, Alias*> aliases;
    };
    static Shared& shared = *new Shared;
    configured(cls);
    const std::lock_guard lock(shared.mutex);
    Alias*& alias = shared.aliases[{&cls, level, kind}];
    if (!alias) alias = new Alias(cls, {root_source(cls, kind)});
    return *alias;
}

// What a thread asked for lately it gets without the lock: every query asks.
const Alias& shared_alias(const ClassInfo& cls, std::uint32_t level, Source::Kind kind) {
    struct Recent {
        const Alias* alias;
        std::uint32_t level;
    };
    static thread_local constinit std::array<Recent, 16> recent{};
    Recent& here = recent[cls.number % recent.size()];
    const bool found =
        here.alias && &here.alias->cls == &cls && here.level == level && here.alias->chain.front().kind == kind;
    if (!found) here = {&find_shared_alias(cls, level, kind), level};
    return *here.alias;
}

} // namespace

const Alias& default_alias(const ClassInfo& cls, std::uint32_t level) { return shared_alias(cls, level, Source::root); }
const Alias& exists_alias(const ClassInfo& cls, std::uint32_t level) {
    return shared_alias(cls, level, Source::subquery);
}

const Alias& proposed_alias(const ClassInfo& cls) { return shared_alias(cls, 0, Source::proposed); }

std::uint32_t lambda_level() noexcept { return active_lambdas; }
LambdaLevel::LambdaLevel() noexcept { ++active_lambdas; }
LambdaLevel::~LambdaLevel() { --active_lambdas; }

const Alias& path_alias(const Alias& from, const Attribute& reference) {
    return child_of(from, reference, Source::path);
}
const Alias& member_alias(const Alias& from, const Attribute& relationship) {
    return child_of(from, relationship, Source::subquery);
}

Alias* make_alias(const ClassInfo& cls) { return new Alias(cls, {root_source(cls, Source::root)}); }
void free_alias(Alias* alias) noexcept { delete alias; }

void push_column(Code& code, const volatile std::uint32_t* word) {
    const Alias& alias = alias_of(word);
    const Attribute& attribute = *alias.cls.attributes[index_of_word(*word)];
    if (attribute.kind != MemberKind::column)
        throw UsageError(alias.cls.name + '.' + attribute.name + " is no column, so it cannot stand in an expression");
    push_column(code, alias, attribute.column);
}

// The key at the end of a path stands in the foreign key at its beginning, so it needs no join.
void push_column(Code& code, const Alias& alias, std::uint16_t column) {
    const Alias* at = &alias;
    while (at->keyed_by_parent) {
        const Join::Pairs& pairs = at->chain.back().join->on;
        const auto found = std::ranges::find(pairs, column, &Join::Pairs::value_type::second);
        if (found == pairs.end()) break;
        column = found->first;
        at = at->parent;
    }
    code.column(at->chain.data(), static_cast<std::uint32_t>(at->chain.size()), column);
}

} // namespace athanor::kernel
