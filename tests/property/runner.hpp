// SPDX-License-Identifier: MIT
#pragma once
#include "property/model.hpp"
#include "property/program.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace property {

/// Performs random programs on the classes of a world and on the model, and compares: collections, references, rows,
/// history. A world names the classes Owner {id, members} and Member {id, key, owner} and the rules of the collection.
template <class World> class Runner {
    using Owner = typename World::Owner;
    using Member = typename World::Member;

public:
    explicit Runner(athanor::Engine& db) : db_(db), session_(db, athanor::autoflush(false)) { start(); }

    /// What went wrong, with the program up to there as text; empty: nothing.
    std::string operator()(const Program& program) {
        try {
            for (const Step& step : program)
                if (!perform(step)) return text();
            line("session.flush();");
            flush();
            look_at_all();
        } catch (const std::exception& error) {
            wrong(std::string("throws ") + error.what());
        }
        return problem_.empty() ? std::string() : text();
    }

private:
    struct Snapshot {
        Model model;
        std::vector<athanor::Ref<Member>> members;
    };
    enum Operation {
        add,
        add_more,
        put_in,
        set_item,
        remove,
        pop,
        clear,
        assign,
        exchange_slice,
        combine,
        edit,
        reverse,
        turn,
        sort,
        move,
        refer,
        refer_more,
        refer_to_null,
        write_key,
        look,
        flush_now,
        commit,
        expire,
        rollback,
        open_savepoint,
        close_savepoint,
        roll_back_savepoint,
        operations
    };

    bool perform(const Step& step) {
        const std::size_t owner = step.a % owner_count;
        const int member = static_cast<int>(step.b % member_count);
        switch (step.operation % operations) {
        case add:
        case add_more: append(owner, member); break;
        case put_in: insert(owner, step.c, member); break;
        case set_item: exchange(owner, step.c, member); break;
        case remove: take_out(owner, member); break;
        case pop: take_out_at(owner, step.c); break;
        case clear: replace(owner, {}, "clear()"); break;
        case assign: replace(owner, chosen(step, member_count), "= …"); break;
        case exchange_slice: put_slice(owner, step); break;
        case combine: combine_with(owner, step); break;
        case edit: edit_reversed(owner); break;
        case reverse: turn_round(owner); break;
        case turn: move_one(owner, step.b, step.c, true); break;
        case sort: sort_by_key(owner); break;
        case move: move_one(owner, step.b, step.c, false); break;
        case refer:
        case refer_more: point(member, static_cast<int>(owner)); break;
        case refer_to_null: point(member, nobody); break;
        case write_key: write(member, static_cast<int>(step.c % 10)); break;
        case look: compare_collection(owner); break;
        case flush_now: line("session.flush();"), flush(); break;
        case commit: end_transaction(); break;
        case expire: line("session.flush(); session.expire_all();"), flush(), forget(); break;
        case rollback: line("session.rollback();"), undo(); break;
        case open_savepoint: open(); break;
        case close_savepoint: close(); break;
        case roll_back_savepoint: undo_savepoint(); break;
        default: break;
        }
        drop_orphans_that_were_pending();
        compare_references();
        return problem_.empty();
    }

    // ---- operations on the collection

    auto& collection(std::size_t owner) {
        model_.load(owner); // every use of it does
        return owners_[owner]->members;
    }
    void append(std::size_t owner, int member) {
        bring(owner, member);
        line(name(owner) + ".members.add(" + name(member) + ");");
        collection(owner).add(members_[at(member)]);
        model_.append(owner, member);
    }
    void insert(std::size_t owner, std::size_t place, int member) {
        if constexpr (World::rules.kind == Rules::list) {
            bring(owner, member);
            place %= model_.collections[owner].content.size() + 1;
            line(name(owner) + ".members.insert(" + std::to_string(place) + ", " + name(member) + ");");
            collection(owner).insert(place, members_[at(member)]);
            // by moving within one list it does not change the place of the others
            model_.insert(owner, place, member);
        }
    }
    void exchange(std::size_t owner, std::size_t place, int member) {
        if constexpr (requires { owners_[0]->members.set(place, members_[0]); }) {
            if (model_.collections[owner].content.empty()) return;
            bring(owner, member);
            place %= model_.collections[owner].content.size();
            line(name(owner) + ".members.set(" + std::to_string(place) + ", " + name(member) + ");");
            collection(owner).set(place, members_[at(member)]);
            model_.set_at(owner, place, member);
        }
    }
    void take_out(std::size_t owner, int member) {
        if (!model_.members[member].alive) return;
        line(name(owner) + ".members.remove(" + name(member) + ");");
        const bool was_there = collection(owner).remove(members_[at(member)]);
        if (model_.remove(owner, member) != was_there) wrong("remove says " + std::to_string(was_there));
    }
    void take_out_at(std::size_t owner, std::size_t place) {
        if constexpr (World::rules.kind == Rules::list) {
            if (model_.collections[owner].content.empty()) return;
            place %= model_.collections[owner].content.size();
            line(name(owner) + ".members.pop(" + std::to_string(place) + ");");
            collection(owner).pop(place);
            model_.erase_at(owner, place);
        }
    }
    void replace(std::size_t owner, const std::vector<int>& content, const std::string& how) {
        if (World::rules.kind == Rules::dictionary && keys_meet(content)) return;
        std::vector<athanor::Ref<Member>> members;
        const std::string given = names_of(content, members);
        line(name(owner) + ".members" + (content.empty() && how != "= …" ? "." + how : " = {" + given + "}") + ";");
        if (how == "clear()")
            collection(owner).clear();
        else
            collection(owner) = members;
        model_.assign(owner, content);
    }
    /// Makes those that are not there; as text, and as handles.
    std::string names_of(const std::vector<int>& content, std::vector<athanor::Ref<Member>>& members) {
        std::string text;
        for (const int member : content) {
            if (!model_.members[member].alive) create(member);
            members.push_back(members_[at(member)]);
            text += (text.empty() ? "" : ", ") + name(member);
        }
        return text;
    }
    void put_slice(std::size_t owner, const Step& step) {
        if constexpr (World::rules.kind == Rules::list) {
            const std::size_t size = model_.collections[owner].content.size();
            const std::size_t first = step.b % (size + 1), last = first + (step.c >> 9) % (size - first + 1);
            std::vector<athanor::Ref<Member>> members;
            const std::vector<int> by = chosen(step, member_count);
            const std::string given = names_of(by, members);
            line(name(owner) + ".members.set_slice(" + std::to_string(first) + ", " + std::to_string(last) + ", {" +
                given + "});");
            collection(owner).set_slice(first, last, members);
            model_.splice(owner, first, last, by);
        }
    }
    void combine_with(std::size_t owner, const Step& step) {
        if constexpr (World::rules.kind == Rules::set) {
            static constexpr const char* operators[] = {"|=", "&=", "-=", "^="};
            std::vector<athanor::Ref<Member>> members;
            const std::size_t which = (step.c >> 10) % 4;
            std::vector<int> others = chosen(step, member_count);
            if (which == 1 || which == 2) // nobody enters, so nobody is made for it
                std::erase_if(others, [&](int member) { return !model_.members[member].alive; });
            const std::string given = names_of(others, members);
            line(name(owner) + ".members " + operators[which] + " {" + given + "};");
            auto& set = collection(owner);
            switch (which) {
            case 0: set |= members; break;
            case 1: set &= members; break;
            case 2: set -= members; break;
            default: set ^= members;
            }
            const std::vector<int> before = model_.collections[owner].content;
            for (const int member : before)
                if (which != 0 && (std::ranges::count(others, member) != 0) == (which > 1))
                    model_.remove(owner, member);
            for (const int member : others)
                if ((which == 0 || which == 3) && !std::ranges::count(before, member)) model_.append(owner, member);
        }
    }
    void edit_reversed(std::size_t owner) {
        if constexpr (World::rules.kind == Rules::list) {
            line(name(owner) + ".members.edit(reverse);");
            collection(owner).edit([](auto& raw) { std::ranges::reverse(raw); });
            std::ranges::reverse(model_.collections[owner].content);
        }
    }
    void turn_round(std::size_t owner) {
        if constexpr (World::rules.kind == Rules::list) {
            line(name(owner) + ".members.reverse();");
            collection(owner).reverse();
            model_.reverse(owner, 0, model_.collections[owner].content.size());
        }
    }
    void sort_by_key(std::size_t owner) {
        if constexpr (World::rules.kind == Rules::list) {
            line(name(owner) + ".members.sort_by(&Member::key);");
            collection(owner).sort_by(&Member::key);
            model_.sort(owner);
        }
    }
    void move_one(std::size_t owner, std::size_t from, std::size_t to, bool swaps) {
        if constexpr (World::rules.kind == Rules::list) {
            if (model_.collections[owner].content.empty()) return;
            from %= model_.collections[owner].content.size(), to %= model_.collections[owner].content.size();
            line(name(owner) + (swaps ? ".members.swap(" : ".members.move(") + std::to_string(from) + ", " +
                std::to_string(to) + ");");
            swaps ? collection(owner).swap(from, to) : collection(owner).move(from, to);
            swaps ? model_.swap(owner, from, to) : model_.move(owner, from, to);
        }
    }
    bool keys_meet(const std::vector<int>& members) const {
        std::set<int> keys;
        for (const int member : members)
            if (!keys.insert(model_.members[member].alive ? model_.members[member].key : first_key(member)).second)
                return true;
        return false;
    }
    // ---- operations on the member

    void point(int member, int owner) {
        if (!model_.members[member].alive) return;
        if (owner != nobody && !model_.collections[owner].loaded && (World::rules.positions || meets(member, owner)))
            return;
        line(name(member) + ".owner = " + (owner == nobody ? "nullptr" : name(at(owner))) + ";");
        if (owner == nobody)
            members_[at(member)]->owner = nullptr;
        else
            members_[at(member)]->owner = owners_[at(owner)];
        model_.refer(member, owner);
    }
    /// In a dictionary that is not loaded the entry of another cannot be taken over before its load.
    bool meets(int member, int owner) const {
        return World::rules.kind == Rules::dictionary &&
            model_.taker(at(owner), model_.members[member].key, member) != nobody;
    }
    void write(int member, int key) {
        if (!model_.members[member].alive) return;
        const int owner = model_.members[member].owner;
        const bool taken =
            World::rules.kind == Rules::dictionary && owner != nobody && model_.taker(at(owner), key, member) != nobody;
        if (taken && !model_.collections[at(owner)].loaded) return;
        line(name(member) + ".key = " + std::to_string(key) + ";");
        try {
            members_[at(member)]->key = key;
        } catch (const athanor::UsageError&) {
            if (!taken) throw;
            return;
        }
        if (taken) return wrong("another member has this key");
        model_.members[member].key = key;
    }
    /// The member that enters a collection, new when there is none.
    void bring(std::size_t, int member) {
        if (!model_.members[member].alive) create(member);
    }
    void create(int member) {
        line("auto " + name(member) + " = make(Member{});");
        members_[at(member)] = athanor::make(Member{.key = first_key(member)});
        model_.members[member] = {};
        model_.members[member].alive = true;
        model_.members[member].key = first_key(member);
    }

    // ---- the session

    void flush() {
        session_.flush();
        written();
        const support::Statements seen(db_);
        session_.flush();
        if (seen.count()) wrong("a second flush emits " + seen.text());
    }
    void written() {
        for (int member = 0; member < static_cast<int>(member_count); ++member) {
            Model::Member& of = model_.members[member];
            if (World::rules.owned && of.alive && of.owner == nobody) lose(member);
            if (!of.alive) continue;
            of.stored = true;
            of.row = members_[at(member)]->id;
        }
        model_.flushed();
        compare_rows();
        compare_history();
    }
    void end_transaction() {
        while (!savepoints_.empty()) close();
        line("session.commit();");
        session_.commit();
        written();
        committed_.emplace(Snapshot{model_, members_});
    }
    void forget() {
        session_.expire_all();
        model_.expired();
    }
    void undo() {
        session_.rollback();
        savepoints_.clear();
        restore(*committed_);
    }
    void open() {
        if (savepoints_.size() == 2) return;
        line("session.begin_nested();");
        session_.begin_nested();
        written();
        savepoints_.push_back({model_, members_});
    }
    void close() {
        if (savepoints_.empty()) return;
        line("session.commit_nested();");
        session_.commit_nested();
        written();
        savepoints_.pop_back();
    }
    void undo_savepoint() {
        if (savepoints_.empty()) return;
        line("session.rollback_nested(); session.expire_all();");
        session_.rollback_nested();
        session_.expire_all();
        restore(savepoints_.back());
        savepoints_.pop_back();
    }
    void restore(const Snapshot& snapshot) {
        model_ = snapshot.model;
        members_ = snapshot.members;
        model_.expired();
    }
    /// Without an owner a pending owned member leaves the session.
    void drop_orphans_that_were_pending() {
        for (int member = 0; member < static_cast<int>(member_count); ++member) {
            const Model::Member& of = model_.members[member];
            if (World::rules.owned && of.alive && !of.stored && of.owner == nobody) lose(member);
        }
    }
    void lose(int member) {
        members_[at(member)] = nullptr;
        model_.members[member] = {};
    }

    // ---- what must agree

    void look_at_all() {
        for (std::size_t owner = 0; owner < owner_count; ++owner) compare_collection(owner);
        compare_references();
        line("session.commit(); session.expire_all();");
        session_.commit();
        forget();
        for (std::size_t owner = 0; owner < owner_count; ++owner) compare_collection(owner);
    }
    void compare_collection(std::size_t owner) {
        std::vector<int> content = model_.collections[owner].content;
        std::string should, is;
        if constexpr (World::rules.kind == Rules::dictionary) {
            std::ranges::sort(content, {}, [&](int member) { return model_.members[member].key; });
            std::map<int, std::string> entries;
            for (const auto& [key, member] : collection(owner)) entries.emplace(key, name_of(member));
            for (const auto& [key, member] : entries)
                is += ' ' + (owners_[owner]->members.at(key) ? std::to_string(key) + ':' + member : "");
            for (const int member : content)
                should += ' ' + std::to_string(model_.members[member].key) + ':' + name(member);
        } else {
            for (const int member : content) should += ' ' + name(member);
            for (const auto member : collection(owner)) is += ' ' + name_of(member);
        }
        if (should != is) wrong(name(owner) + ".members holds" + is + ", and not" + should);
    }
    void compare_references() {
        for (std::size_t member = 0; member < member_count; ++member) {
            if (!model_.members[member].alive) continue;
            const int owner = model_.members[member].owner;
            const athanor::Ref<Owner> should = owner == nobody ? nullptr : owners_[at(owner)];
            if (members_[member]->owner != should)
                wrong(name(static_cast<int>(member)) + ".owner is not " + (owner == nobody ? "null" : name(at(owner))));
        }
    }
    void compare_rows() {
        std::string should, is;
        std::vector<const Model::Member*> stored;
        for (const Model::Member& member : model_.members)
            if (member.alive) stored.push_back(&member);
        std::ranges::sort(stored, {}, [](const Model::Member* member) { return member->row; });
        for (const Model::Member* member : stored)
            should += " (" + std::to_string(member->row) + ", " + std::to_string(member->key) + ", " +
                (member->owner == nobody ? "-" : std::to_string(*owners_[at(member->owner)]->id)) +
                (World::rules.positions ? ", " + (member->place == nowhere ? "-" : std::to_string(member->place))
                                        : "") +
                ")";
        const std::string place = World::rules.positions ? ", place" : "";
        for (const auto& row : session_.execute("SELECT id, key, owner_id" + place + " FROM member ORDER BY id").rows) {
            is += " (";
            for (std::size_t i = 0; i < row.size(); ++i)
                is += (i ? ", " : "") + (row[i].is_null() ? "-" : std::to_string(row[i].integer()));
            is += ")";
        }
        if (should != is) wrong("the rows are" + is + ", and not" + should);
    }
    void compare_history() {
        for (const auto& owner : owners_)
            if (athanor::history<&Owner::members>(owner).changed() || athanor::is_modified(owner))
                wrong("after the flush an owner is still modified");
        for (std::size_t member = 0; member < member_count; ++member)
            if (model_.members[member].alive && athanor::is_modified(members_[member]))
                wrong("after the flush " + name(static_cast<int>(member)) + " is still modified");
    }

    void start() {
        session_.execute("DELETE FROM member");
        session_.execute("DELETE FROM owner");
        for (auto& owner : owners_) owner = session_.add(Owner{});
        members_.resize(member_count);
        session_.commit();
        committed_.emplace(Snapshot{model_, members_});
    }

    static int first_key(int member) { return member; }
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    static std::string name(std::size_t owner) { return std::string(1, static_cast<char>('a' + owner)); }
    static std::string name(int member) { return "m" + std::to_string(member); }
    std::string name_of(const athanor::Ref<Member>& object) const {
        for (std::size_t member = 0; member < member_count; ++member)
            if (members_[member] == object) return name(static_cast<int>(member));
        return "an unknown member";
    }
    void line(std::string text) { lines_.push_back(std::move(text)); }
    void wrong(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
    }
    std::string text() const {
        std::string all;
        for (const std::string& text : lines_) all += "    " + text + '\n';
        return all + "    // " + problem_ + '\n';
    }

    athanor::Engine& db_;
    athanor::Session session_;
    Model model_{World::rules};
    athanor::Ref<Owner> owners_[owner_count];
    std::vector<athanor::Ref<Member>> members_;
    std::optional<Snapshot> committed_;
    std::vector<Snapshot> savepoints_;
    std::vector<std::string> lines_;
    std::string problem_;
};

/// Runs random programs on the world; what is given back is the shortest failing one as text, or nothing.
template <class World> std::string first_failure(std::uint32_t programs, std::size_t length) {
    athanor::Engine db("sqlite://");
    athanor::create_all<typename World::Owner>(db);
    return first_failure([&](const Program& program) { return Runner<World>(db)(program); }, programs, length);
}

} // namespace property
