// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/dict_storage.hpp"
#include <boost/intrusive/set.hpp>

namespace athanor::kernel {

/// Stands in front of each entry of an ordered dictionary.
struct alignas(DictEntry) OrderNode : boost::intrusive::set_base_hook<> {
    DictEntry* entry() noexcept { return reinterpret_cast<DictEntry*>(this + 1); }
    const DictEntry* entry() const noexcept { return reinterpret_cast<const DictEntry*>(this + 1); }
    static OrderNode* of(DictEntry* entry) noexcept { return reinterpret_cast<OrderNode*>(entry) - 1; }
    static const OrderNode* of(const DictEntry* entry) noexcept {
        return reinterpret_cast<const OrderNode*>(entry) - 1;
    }
};

/// The entries of an ordered dictionary in the order of their keys. Allocates nothing.
class DictOrder {
    struct Less {
        bool operator()(const OrderNode& left, const OrderNode& right) const {
            return left.entry()->keys->less(left.entry()->key(), right.entry()->key());
        }
        bool operator()(const void* key, const OrderNode& node) const {
            return node.entry()->keys->less(key, node.entry()->key());
        }
        bool operator()(const OrderNode& node, const void* key) const {
            return node.entry()->keys->less(node.entry()->key(), key);
        }
    };
    using Tree =
        boost::intrusive::set<OrderNode, boost::intrusive::compare<Less>, boost::intrusive::constant_time_size<false>>;

public:
    ~DictOrder() { tree_.clear(); }
    void insert(DictEntry* entry) noexcept { tree_.insert(*OrderNode::of(entry)); }
    void erase(DictEntry* entry) noexcept { tree_.erase(Tree::s_iterator_to(*OrderNode::of(entry))); }
    void clear() noexcept { tree_.clear(); }
    const DictEntry* find(const void* key) const { return shown(tree_.find(key, Less())); }
    const DictEntry* lower_bound(const void* key) const { return shown(tree_.lower_bound(key, Less())); }
    const DictEntry* upper_bound(const void* key) const { return shown(tree_.upper_bound(key, Less())); }
    const DictEntry* first() const noexcept { return shown(tree_.begin()); }
    const DictEntry* last() const noexcept { return tree_.empty() ? nullptr : tree_.rbegin()->entry(); }
    const DictEntry* next(const DictEntry* entry) const noexcept {
        return shown(std::next(tree_.iterator_to(*OrderNode::of(entry))));
    }
    const DictEntry* previous(const DictEntry* entry) const noexcept {
        const auto place = tree_.iterator_to(*OrderNode::of(entry));
        return place == tree_.begin() ? nullptr : std::prev(place)->entry();
    }

private:
    const DictEntry* shown(Tree::const_iterator found) const noexcept {
        return found == tree_.end() ? nullptr : found->entry();
    }
    Tree tree_;
};

} // namespace athanor::kernel
