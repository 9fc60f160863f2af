// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace athanor::kernel {

/// Objects of one class by their integer key. Keys come in runs, so neighbours are kept neighbours: the low bits choose
/// the place, the high ones only where runs would meet.
class IntegerKeyMap {
public:
    explicit IntegerKeyMap(const ClassInfo& cls);
    Header* find(std::int64_t key) const noexcept;
    void reserve_one();
    void insert(Header* object);                       ///< replaces the object of its key
    void insert_new(std::int64_t key, Header* object); ///< no object has that key
    void erase(std::int64_t key) noexcept;
    std::size_t size() const noexcept { return size_; }
    template <class F> void each(F visit) const {
        for (Header* object : slots_)
            if (object) visit(object);
    }

private:
    std::size_t home(std::int64_t key) const noexcept;
    std::size_t slot_of(std::int64_t key) const noexcept; ///< its slot or the empty one where it belongs
    std::int64_t key_of(const Header* object) const noexcept;
    void grow();
    const Attribute* attribute_;
    std::vector<Header*> slots_;
    std::size_t mask_ = 0;
    unsigned bits_ = 0; ///< of the mask
    std::size_t size_ = 0;
};

/// The objects of a session by class and key: one row is one object.
class IdentityMap {
public:
    Header* find(const ClassInfo& cls, const Cell* key, std::size_t count) const;
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
