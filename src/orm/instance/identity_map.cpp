// SPDX-License-Identifier: MIT
#include "orm/instance/identity_map.hpp"
#include "athanor/orm/instance/members.hpp"
#include "orm/instance/canonical.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include <bit>
#include <utility>

namespace athanor::kernel {
namespace {

void encode(std::string& out, const Cell* key, std::size_t count) {
    out.clear();
    for (const Cell* cell = key; cell != key + count; ++cell) {
        const bool bytes = cell->kind == CellKind::text || cell->kind == CellKind::blob;
        out.push_back(static_cast<char>(cell->kind));
        const bool zero = cell->kind == CellKind::real && cell->real == 0; // -0.0 is the same key
        const std::uint64_t head = bytes ? cell->size : zero ? 0 : static_cast<std::uint64_t>(cell->integer);
        for (unsigned shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(head >> shift & 0xff));
        if (bytes) out.append(cell->text());
    }
}

std::string& buffer() {
    static thread_local std::string text;
    return text;
}

} // namespace

IntegerKeyMap::IntegerKeyMap(const ClassInfo& cls) {
    if (!cls.integer_key) return;
    attribute_ = cls.keys.front();
    offset_ = attribute_->offset;
    fast_ = attribute_->type->fast;
}

// A key that was written since the last flush is found by its old value.
std::int64_t IntegerKeyMap::rare_key_of(const Header* object) const noexcept {
    if (object->extra)
        if (const OldValue* old = object->extra->old(attribute_->index)) return old->value.integer();
    ScratchTexts scratch;
    return attribute_->type->store(static_cast<const char*>(object_of(object)) + offset_, scratch).integer;
}

void IntegerKeyMap::grow() {
    std::vector<Header*> old(slots_.empty() ? 16 : slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    shift_ = static_cast<unsigned>(std::countl_zero(std::uint64_t(mask_)));
    for (Header* object : old)
        if (object) slots_[empty_slot(key_of(object))] = object;
}

void IntegerKeyMap::insert(Header* object) {
    reserve_one();
    Header*& slot = slots_[slot_of(key_of(object))];
    size_ += slot == nullptr;
    slot = object;
}

void IntegerKeyMap::erase(std::int64_t key) noexcept {
    if (slots_.empty()) return;
    std::size_t hole = slot_of(key);
    if (!slots_[hole]) return;
    --size_;
    // close the gap: whoever could have stood here moves up, so that look-ups need no marks of the dead
    for (std::size_t slot = next(hole), gap = 1; slots_[slot]; slot = next(slot), ++gap)
        if (steps_from_home(slots_[slot], slot) >= gap) {
            slots_[hole] = slots_[slot];
            hole = slot;
            gap = 0;
        }
    slots_[hole] = nullptr;
}

// How many places beyond its own the object stands.
std::size_t IntegerKeyMap::steps_from_home(const Header* object, std::size_t slot) const noexcept {
    std::size_t steps = 0;
    for (std::size_t place = home(key_of(object)); place != slot; place = next(place)) ++steps;
    return steps;
}

IdentityMap::ClassMap& IdentityMap::map_of(const ClassInfo& cls) {
    if (cls.number >= maps_.size()) maps_.resize(cls.number + 1);
    auto& map = maps_[cls.number];
    if (!map) map = std::make_unique<ClassMap>(cls);
    return *map;
}

Header* IdentityMap::find(const ClassInfo& cls, const Cell* key, std::size_t count) const {
    if (cls.integer_key && key->kind == CellKind::integer) return find_canonical(cls, key, count);
    ScratchTexts scratch;
    const KeyCells cells = canonical_key(cls, key, count, scratch);
    return find_canonical(cls, cells.cells.data(), count);
}

Header* IdentityMap::find_canonical(const ClassInfo& cls, const Cell* key, std::size_t count) const {
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
    if (find_canonical(cls, key.cells.data(), key.size) != object) return;
    if (cls.integer_key) return map.integers.erase(key.cells[0].integer);
    map.others.erase(buffer()); // find_canonical just encoded the key
}

std::size_t IdentityMap::size() const noexcept {
    std::size_t size = 0;
    for (const auto& map : maps_)
        if (map) size += map->integers.size() + map->others.size();
    return size;
}

} // namespace athanor::kernel
