// SPDX-License-Identifier: MIT
#pragma once
#include "orm/flush/flush_plan.hpp"
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {

/// Collects rows, the keys that flow between them and the rows of association tables; ordering comes after.
class Planner {
public:
    struct LinkKey {
        const void* of; ///< the table between; of relationships without another side each for itself
        const Header* first;
        const Header* second;
        friend bool operator==(const LinkKey&, const LinkKey&) = default;
        friend std::size_t hash_value(const LinkKey& key) noexcept;
    };

    explicit Planner(const WorkSet& work);
    FlushPlan plan();

private:
    void add_rows();
    void take_over_rows();
    void save(Header* object);
    void save_reference(Header* object, const Attribute& attribute);
    void save_members(Header* object, const Attribute& attribute);
    void member_entered(Header* owner, const Attribute& attribute, Header* member);
    void member_left(Header* owner, const Attribute& attribute, Header* member);
    void follow_key(Header* owner, const Attribute& attribute);
    void erase(Header* owner);
    void release_members(Header* owner, const Attribute& attribute);
    void unlink_members(Header* owner, const Attribute& attribute);
    void drop_late_references(Header* object);

    bool is_linked(const Header* member) const;
    int occurrences(Header* owner, const Attribute& attribute, const Header* member);
    bool was_there(Header* owner, const Attribute& attribute, const Header* member, int delta);
    bool can_attach(const Header* owner, const Attribute& attribute, const Header* member) const;
    RowCommand* row_of(Header* object);
    RowCommand& row_to_save(Header* object, const char* reason);
    void sync(RowCommand& row, const Relationship& relationship, Header* source);
    void sync_member(Header* member, const Relationship& relationship, Header* owner, const char* reason);
    void fill_member(Header* holder, const Attribute& attribute, Header* member, bool entered);
    void link_row(const Relationship& relationship, Header* owner, Header* member, bool insert);

    const WorkSet& work_;
    FlushPlan plan_;
    std::vector<LinkCommand> unlinks_;
    using Membership = std::pair<const Header*, const Relationship*>;
    std::vector<std::pair<Header*, const Relationship*>> left_;
    boost::unordered_flat_set<Membership> entered_;
    boost::unordered_flat_map<const Header*, std::size_t> rows_; // into plan_.saves, as far as indexed_
    std::size_t indexed_ = 0;                                    // most plans never ask
    boost::unordered_flat_set<const Header*> deleted_;
    boost::unordered_flat_set<LinkKey> linked_;
    boost::unordered_flat_map<const Header*, int> listed_; // what the list below holds, when many leave it
    std::pair<const Header*, const Attribute*> listed_of_{};
};

/// Puts the rows in an order in which every key exists when it is used, and no row goes before those that refer to it.
void order_plan(FlushPlan& plan);

} // namespace athanor::kernel
