// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/mapping/type_ops.hpp"
#include "orm/instance/extra.hpp"
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace athanor::kernel {

/// Objects of one class by their integer key. Keys come in runs, so eight neighbours share a line of memory; where each
/// eight stand is spread by a multiplication that keeps runs and other regular keys apart.
class IntegerKeyMap {
public:
    explicit IntegerKeyMap(const ClassInfo& cls);
    Header* find(std::int64_t key) const noexcept { return slots_.empty() ? nullptr : slots_[slot_of(key)]; }
    void insert(Header* object); ///< replaces the object of its key
    /// No object has that key.
    void insert_new(std::int64_t key, Header* object) {
        reserve_one();
        slots_[empty_slot(key)] = object;
        ++size_;
    }
    void erase(std::int64_t key) noexcept;
    std::size_t size() const noexcept { return size_; }
    template <class F> void each(F visit) const {
        for (Header* object : slots_)
            if (object) visit(object);
    }

private:
    std::size_t home(std::int64_t key) const noexcept {
        const auto bits = static_cast<std::uint64_t>(key);
        return static_cast<std::size_t>((bits >> 3) * 0x9E3779B97F4A7C15u >> shift_ ^ (bits & 7));
    }
    // into another line: a run that finds its line taken moves on side by side
    std::size_t next(std::size_t slot) const noexcept { return (slot + 9) & mask_; }
    /// Its slot or the empty one where it belongs.
    std::size_t slot_of(std::int64_t key) const noexcept {
        std::size_t slot = home(key);
        while (slots_[slot] && key_of(slots_[slot]) != key) slot = next(slot);
        return slot;
    }
    std::size_t empty_slot(std::int64_t key) const noexcept {
        std::size_t slot = home(key);
        while (slots_[slot]) slot = next(slot);
        return slot;
    }
    std::int64_t key_of(const Header* object) const noexcept {
        const char* field = static_cast<const char*>(object_of(object)) + offset_;
        const bool unchanged = !object->extra || object->extra->old_values.empty();
        if (unchanged && fast_ == FastKind::int64) return *reinterpret_cast<const std::int64_t*>(field);
        if (unchanged && fast_ == FastKind::int32) return *reinterpret_cast<const std::int32_t*>(field);
        return rare_key_of(object);
    }
    std::int64_t rare_key_of(const Header* object) const noexcept;
    std::size_t steps_from_home(const Header* object, std::size_t slot) const noexcept;
    void reserve_one() {
        if ((size_ + 1) * 2 > slots_.size()) grow();
    }
    void grow();

    const Attribute* attribute_ = nullptr;
    std::uint32_t offset_ = 0;
    FastKind fast_ = FastKind::none;
    unsigned shift_ = 0; ///< leaves as many bits as the mask has
    std::vector<Header*> slots_;
    std::size_t mask_ = 0;
    std::size_t size_ = 0;
};

/// The objects of a session by class and key: one row is one object.
class IdentityMap {
public:
    /// The cells may come from rows, in any form in which they are the same key.
    Header* find(const ClassInfo& cls, const Cell* key, std::size_t count) const;
    /// The same for a canonical key.
    Header* find_canonical(const ClassInfo& cls, const Cell* key, std::size_t count) const;
    /// The object is found by the key its row has. Strong guarantee.
    void insert(Header* object);
    void erase(Header* object) noexcept;
    std::size_t size() const noexcept;
    template <class F> void each(F visit) const {
        for (const auto& map : maps_) {
            if (!map) continue;
            map->integers.each(visit);
            for (const auto& [key, object] : map->others) visit(object);
        }
    }
    void clear() noexcept { maps_.clear(); }
    /// The objects of a class with one integer key, for the loader. **Lifetime**: until clear().
    IntegerKeyMap& integers_of(const ClassInfo& cls) { return map_of(cls).integers; }

private:
    struct ClassMap {
        explicit ClassMap(const ClassInfo& cls) : integers(cls) {}
        IntegerKeyMap integers;
        boost::unordered_flat_map<std::string, Header*> others;
    };
    ClassMap& map_of(const ClassInfo& cls);
    std::vector<std::unique_ptr<ClassMap>> maps_; // by number of the class
};

} // namespace athanor::kernel
