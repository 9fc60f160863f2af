// SPDX-License-Identifier: MIT
#include "orm/instance/identity_map.hpp"
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <bit>
#include <utility>

namespace athanor::kernel {
namespace {

std::uint64_t mix(std::uint64_t bits) noexcept {
    bits *= 0x9E3779B97F4A7C15u;
    return bits ^ bits >> 32;
}

void encode(std::string& out, const Cell* key, std::size_t count) {
    out.clear();
    for (const Cell* cell = key; cell != key + count; ++cell) {
        const bool bytes = cell->kind == CellKind::text || cell->kind == CellKind::blob;
        out.push_back(static_cast<char>(cell->kind));
        const std::uint64_t head = bytes ? cell->size : static_cast<std::uint64_t>(cell->integer);
        for (unsigned shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(head >> shift & 0xff));
        if (bytes) out.append(cell->text());
    }
}

std::string& buffer() {
    static thread_local std::string text;
    return text;
}

} // namespace

IntegerKeyMap::IntegerKeyMap(const ClassInfo& cls) : attribute_(cls.integer_key ? cls.keys.front() : nullptr) {}

std::size_t IntegerKeyMap::home(std::int64_t key) const noexcept {
    const auto bits = static_cast<std::uint64_t>(key);
    return static_cast<std::size_t>(bits + mix(bits >> bits_)) & mask_;
}

std::int64_t IntegerKeyMap::key_of(const Header* object) const noexcept {
    const auto* field = static_cast<const char*>(object_of(object)) + attribute_->offset;
    if (object->extra) // a key that was written since the last flush is found by its old value
        if (const OldValue* old = object->extra->old(attribute_->index)) return old->value.integer();
    switch (attribute_->type->fast) {
    case FastKind::int32: return *reinterpret_cast<const std::int32_t*>(field);
    case FastKind::int64: return *reinterpret_cast<const std::int64_t*>(field);
    default: break;
    }
    ScratchTexts scratch;
    return attribute_->type->store(field, scratch).integer;
}

std::size_t IntegerKeyMap::slot_of(std::int64_t key) const noexcept {
    std::size_t slot = home(key);
    while (slots_[slot] && key_of(slots_[slot]) != key) slot = (slot + 1) & mask_;
    return slot;
}

Header* IntegerKeyMap::find(std::int64_t key) const noexcept { return slots_.empty() ? nullptr : slots_[slot_of(key)]; }

void IntegerKeyMap::grow() {
    std::vector<Header*> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    bits_ = static_cast<unsigned>(std::countr_one(mask_));
    for (Header* object : old)
        if (object) {
            std::size_t slot = home(key_of(object));
            while (slots_[slot]) slot = (slot + 1) & mask_;
            slots_[slot] = object;
        }
}

void IntegerKeyMap::reserve_one() {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
}

void IntegerKeyMap::insert(Header* object) {
    reserve_one();
    Header*& slot = slots_[slot_of(key_of(object))];
    size_ += slot == nullptr;
    slot = object;
}

void IntegerKeyMap::insert_new(std::int64_t key, Header* object) {
    reserve_one();
    std::size_t slot = home(key);
    while (slots_[slot]) slot = (slot + 1) & mask_;
    slots_[slot] = object;
    ++size_;
}

void IntegerKeyMap::erase(std::int64_t key) noexcept {
    if (slots_.empty()) return;
    std::size_t hole = slot_of(key);
    if (!slots_[hole]) return;
    --size_;
    // close the gap: whoever could have stood here moves up, so that look-ups need no marks of the dead
    for (std::size_t next = (hole + 1) & mask_; slots_[next]; next = (next + 1) & mask_) {
        const std::size_t wanted = home(key_of(slots_[next]));
        if (((next - wanted) & mask_) >= ((next - hole) & mask_)) {
            slots_[hole] = slots_[next];
            hole = next;
        }
    }
    slots_[hole] = nullptr;
}

IdentityMap::ClassMap& IdentityMap::map_of(const ClassInfo& cls) {
    if (cls.number >= maps_.size()) maps_.resize(cls.number + 1);
    auto& map = maps_[cls.number];
    if (!map) map = std::make_unique<ClassMap>(cls);
    return *map;
}

Header* IdentityMap::find(const ClassInfo& cls, const Cell* key, std::size_t count) const {
    if (cls.number >= maps_.size() || !maps_[cls.number]) return nullptr;
    const ClassMap& map = *maps_[cls.number];
    if (cls.integer_key) return key->kind == CellKind::integer ? map.integers.find(key->integer) : nullptr;
    encode(buffer(), key, count);
    const auto found = map.others.find(buffer());
    return found == map.others.end() ? nullptr : found->second;
}

void IdentityMap::insert(Header* object) {
    ClassMap& map = map_of(*object->cls);
    if (object->cls->integer_key) return map.integers.insert(object);
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    encode(buffer(), key.cells.data(), key.size);
    map.others.insert_or_assign(buffer(), object);
}

void IdentityMap::erase(Header* object) noexcept {
    const ClassInfo& cls = *object->cls;
    if (cls.number >= maps_.size() || !maps_[cls.number]) return;
    ClassMap& map = *maps_[cls.number];
    ScratchTexts scratch;
    const KeyCells key = stored_key(object, scratch);
    if (find(cls, key.cells.data(), key.size) != object) return;
    if (cls.integer_key) return map.integers.erase(key.cells[0].integer);
    map.others.erase(buffer()); // find just encoded the key
}

std::size_t IdentityMap::size() const noexcept {
    std::size_t size = 0;
    for (const auto& map : maps_)
        if (map) size += map->integers.size() + map->others.size();
    return size;
}

} // namespace athanor::kernel
